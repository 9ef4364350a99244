package dev.pgconvoy.launcher.fleet.file;

import java.util.Comparator;

/// Where something stands in a file. Both numbers count from 1.
record Place(int line, int column) implements Comparable<Place> {

    static final Place START = new Place(1, 1);

    @Override
    public int compareTo(Place other) {
        return Comparator.comparingInt(Place::line)
                .thenComparingInt(Place::column)
                .compare(this, other);
    }
}
