package dev.pgconvoy.worker.catalog;

import dev.pgconvoy.postgres.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// By what the tables of a source can be split, and where their rows are.
///
/// @param <E> when the source cannot be asked
public interface SplitKeys<E extends Exception> {

    /// Those of the tables on which no query may be planned, because planning it would run somebody's code.
    Set<TableName> unplannable(List<TableName> tables) throws E;

    /// @param column whose values are ranges of rows
    /// @param rows as the server estimates them
    record SplitKey(String column, double rows) {}

    /// Empty when the table has no key that can be compared.
    Optional<SplitKey> of(TableName table) throws E;

    /// Distinct values of the key, ascending, between which there are about as many rows each.
    ///
    /// @param parts one more than there are bounds at most
    List<String> bounds(TableName table, SplitKey key, int parts) throws E;
}
