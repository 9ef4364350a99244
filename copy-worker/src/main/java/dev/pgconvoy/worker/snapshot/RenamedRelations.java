package dev.pgconvoy.worker.snapshot;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.Identifiers;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Relations that have another name now than in a snapshot. The locks on tables keep them from being renamed, but not
/// their schemas, and nobody locks sequences: a statement that names a relation may read another one, in silence.
///
/// Whoever reads in a snapshot by name asks before and afterwards.
public final class RenamedRelations {

    private static final String FIND = WorkerSql.read("snapshot/find_renamed");
    private static final String PARAMETER = "\\?";
    private static final int MOST_NAMED = 10;

    private RenamedRelations() {}

    /// Its rows are the numbers, from 1, of those of the relations that have another name now.
    public static String query(List<TableName> relations) {
        var pieces = FIND.split(PARAMETER);
        return pieces[0]
                + array(relations, TableName::schema)
                + pieces[1]
                + array(relations, TableName::name)
                + pieces[2];
    }

    private static String array(List<TableName> relations, Function<TableName, String> part) {
        return relations.stream().map(part).map(Identifiers::literal).collect(Collectors.joining(",", "ARRAY[", "]"));
    }

    /// @param inside a session in the snapshot
    /// @throws MigrationException SNAPSHOT_LOST when one has another name now
    public static void requireNone(Connection inside, List<TableName> relations) throws SQLException {
        requireNone(SourceSession.of(inside), relations);
    }

    static void requireNone(SourceSession inside, List<TableName> relations) throws SQLException {
        if (relations.isEmpty()) {
            return;
        }
        var renamed = inside.renamed(relations);
        if (!renamed.isEmpty()) {
            throw lost(renamed.stream()
                    .limit(MOST_NAMED)
                    .map(number -> relations.get(number - 1).toString())
                    .collect(Collectors.joining(", ")));
        }
    }

    /// @param object the relation
    public static MigrationException lost(String object) {
        return ReplacedTables.lost(object, "it, or its schema, was renamed or dropped.");
    }
}
