package dev.pgconvoy.launcher.fleet.file;

import java.util.Comparator;

/// One thing that is wrong with a file.
///
/// @param path where it is in the document, such as `spec.servers[2].name`; empty where that is not known
record FileFault(FilePosition place, String path, String reason) implements Comparable<FileFault> {

    @Override
    public int compareTo(FileFault other) {
        return Comparator.comparing(FileFault::place)
                .thenComparing(FileFault::path)
                .thenComparing(FileFault::reason)
                .compare(this, other);
    }

    /// As compilers write it, so that editors find the place.
    String line(String file) {
        return "%s:%d:%d: %s%s"
                .formatted(file, place.line(), place.column(), path.isEmpty() ? "" : path + ": ", reason);
    }
}
