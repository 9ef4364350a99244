package dev.pgconvoy.it.soak;

/// Something that must not grow, with the tolerance of its trend: the last third of the measured time may exceed the
/// first by a share of it and by an amount, for what comes and goes.
///
/// @see Trend
enum BoundedQuantity {
    HEAP("heap after a full collection", Unit.BYTES, 0.10, Unit.MIB, Idle.UNBOUND),
    RESIDENT("resident memory", Unit.BYTES, 0.10, 16 * Unit.MIB, Idle.UNBOUND),
    THREADS("threads", Unit.COUNT, 0, 3, 3),
    FILES("open files", Unit.COUNT, 0, 6, 6),
    SOCKETS("open sockets", Unit.COUNT, 0, 8, 12),
    SET_ASIDE("bytes in its scratch folder", Unit.BYTES, 0.10, 256 * Unit.KIB, 64 * Unit.KIB),
    SCRATCH_FILES("files in its scratch folder", Unit.COUNT, 0, 6, 3),
    CONNECTIONS("connections of ours", Unit.COUNT, 0, 4, 0),
    MIGRATIONS("migrations that are remembered", Unit.COUNT, 0.15, 5, Idle.UNBOUND),
    /// One request of the garbage has more than 2 MiB.
    EVENTS("bytes of records", Unit.BYTES, 0.20, 3 * Unit.MIB, Idle.UNBOUND),
    OTHER_RECORDS("bytes of records", Unit.BYTES, 0.20, 512 * Unit.KIB, Idle.UNBOUND);

    enum Unit {
        COUNT,
        BYTES;

        static final long KIB = 1024;
        static final long MIB = 1024 * KIB;
    }

    private static final class Idle {
        static final long UNBOUND = Long.MAX_VALUE;
    }

    private final String text;
    private final Unit unit;
    private final double share;
    private final long amount;
    private final long idleMargin;

    BoundedQuantity(String text, Unit unit, double share, long amount, long idleMargin) {
        this.text = text;
        this.unit = unit;
        this.share = share;
        this.amount = amount;
        this.idleMargin = idleMargin;
    }

    String text() {
        return text;
    }

    Unit unit() {
        return unit;
    }

    double share() {
        return share;
    }

    long amount() {
        return amount;
    }

    /// What there may be of it before there is too much, when there was so much earlier.
    long most(long earlier) {
        return Math.round(earlier * (1 + share)) + amount;
    }

    /// Whether it must be the same again whenever nothing is to be done.
    boolean returnsWhenIdle() {
        return idleMargin != Idle.UNBOUND;
    }

    /// By how much it may differ from one idle time to another.
    long idleMargin() {
        return idleMargin;
    }
}
