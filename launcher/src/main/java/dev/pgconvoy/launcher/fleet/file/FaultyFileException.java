package dev.pgconvoy.launcher.fleet.file;

import java.util.List;

/// A file that cannot be used, with all that is known to be wrong with it.
final class FaultyFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<FileFault> faults;

    FaultyFileException(List<FileFault> faults) {
        super(faults.toString());
        this.faults = List.copyOf(faults);
    }

    FaultyFileException(FilePosition place, String path, String reason) {
        this(List.of(new FileFault(place, path, reason)));
    }

    List<FileFault> faults() {
        return faults;
    }
}
