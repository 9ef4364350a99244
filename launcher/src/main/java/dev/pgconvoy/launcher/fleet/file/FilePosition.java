package dev.pgconvoy.launcher.fleet.file;

import java.util.Comparator;

/// Where something stands in a file. Both numbers count from 1.
record FilePosition(int line, int column) implements Comparable<FilePosition> {

    static final FilePosition START = new FilePosition(1, 1);

    @Override
    public int compareTo(FilePosition other) {
        return Comparator.comparingInt(FilePosition::line)
                .thenComparingInt(FilePosition::column)
                .compare(this, other);
    }
}
