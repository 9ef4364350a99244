package dev.pgconvoy.worker.target;

import dev.pgconvoy.worker.schema.TocEntry;
import java.util.List;

/// Makes the script that restores some entries of an archive.
public interface EntryScripts {
    String of(List<TocEntry> some) throws InterruptedException;
}
