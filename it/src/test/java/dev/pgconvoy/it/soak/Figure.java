package dev.pgconvoy.it.soak;

/// What is measured of whom.
///
/// @param subject a process, a server, a kind of topics
record Figure(String subject, Quantity quantity) implements Comparable<Figure> {

    @Override
    public int compareTo(Figure other) {
        var byQuantity = quantity.compareTo(other.quantity);
        return byQuantity == 0 ? subject.compareTo(other.subject) : byQuantity;
    }

    @Override
    public String toString() {
        return "%s of %s".formatted(quantity.text(), subject);
    }
}
