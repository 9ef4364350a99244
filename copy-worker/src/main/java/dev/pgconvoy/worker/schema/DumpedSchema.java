package dev.pgconvoy.worker.schema;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/// A database's schema, as it was dumped.
public interface DumpedSchema extends AutoCloseable {

    List<TocEntry> entries();

    /// @throws dev.pgconvoy.failure.MigrationException DATA_REFUSED when one of them has a name that is no text
    void requireReadable(Collection<TocEntry> chosen);

    /// These entries with all that they depend on, in the order of the dump.
    List<TocEntry> withDependencies(Collection<TocEntry> wanted);

    /// The SQL that restores these entries, in this order, as one script.
    ///
    /// @param keepsOwner whether an object gets its owner
    String script(Collection<TocEntry> chosen, Predicate<TocEntry> keepsOwner) throws InterruptedException;

    @Override
    void close();
}
