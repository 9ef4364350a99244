package dev.pgconvoy.it.soak;

/// What is measured of whom.
///
/// @param subject a process, a server, a kind of topics
record MeasuredFigure(String subject, BoundedQuantity quantity) implements Comparable<MeasuredFigure> {

    @Override
    public int compareTo(MeasuredFigure other) {
        var byQuantity = quantity.compareTo(other.quantity);
        return byQuantity == 0 ? subject.compareTo(other.subject) : byQuantity;
    }

    @Override
    public String toString() {
        return "%s of %s".formatted(quantity.text(), subject);
    }
}
