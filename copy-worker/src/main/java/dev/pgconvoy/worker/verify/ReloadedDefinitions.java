package dev.pgconvoy.worker.verify;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.schema.SchemaArchive;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.target.ScratchDatabase;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Definitions of the source as the target prints them: loaded into an empty database there, and dumped from it.
///
/// What PostgreSQL prints of an expression it may read and print in other words: `IN ('a', 'b')` on a varchar column, a
/// set operation with an unnamed NULL. Two databases of the same origin then differ in words alone, and so do those of
/// two versions. Both of the target's own dumps come from definitions that were read from the same words.
///
/// @param refused why the target did not take a definition, by unit
public record ReloadedDefinitions(List<TocEntry> entries, Map<String, String> refused) {

    private static final int ENTRIES_PER_TRANSACTION = 200;

    /// They have an effect beyond the empty database, on the statements that come after them, or none that is compared.
    private static final Set<String> NOT_LOADED = Set.of(
            "ENCODING",
            "STDSTRINGS",
            "SEARCHPATH",
            "DATABASE",
            "DATABASE PROPERTIES",
            "ACL",
            "DEFAULT ACL",
            "SECURITY LABEL",
            "EVENT TRIGGER",
            "SUBSCRIPTION",
            "USER MAPPING",
            "SEQUENCE SET",
            "TABLE DATA",
            "MATERIALIZED VIEW DATA",
            "BLOB",
            "BLOBS",
            "BLOB METADATA",
            "BLOB COMMENTS");

    static boolean canBeLoaded(TocEntry entry) {
        return !NOT_LOADED.contains(entry.kind());
    }

    /// Who loads them, and where.
    public interface Scratch {
        /// @throws MigrationException when no database can be created
        ScratchDatabase create() throws SQLException;
    }

    /// @param entries with all that they depend on, in the order of the archive
    static ReloadedDefinitions of(
            List<TocEntry> entries, Scratch scratch, MigrationRequest request, PgTools tools, ServerConnector connector)
            throws SQLException, InterruptedException {
        try (var database = scratch.create()) {
            var refused = new TreeMap<String, String>();
            try (var session = database.open()) {
                load(entries, session, refused);
            }
            try (var dump = SchemaArchive.dump(
                    tools,
                    connector,
                    ServerSide.TARGET,
                    request.target(),
                    database.name(),
                    request.id(),
                    Optional.empty())) {
                return new ReloadedDefinitions(dump.entries(), refused);
            }
        }
    }

    private static void load(List<TocEntry> entries, WireSession session, Map<String, String> refused)
            throws SQLException {
        var loaded = entries.stream()
                .filter(entry -> canBeLoaded(entry) && !entry.definition().isBlank())
                .toList();
        session.jdbc().setAutoCommit(false);
        for (var from = 0; from < loaded.size(); from += ENTRIES_PER_TRANSACTION) {
            var some = loaded.subList(from, Math.min(loaded.size(), from + ENTRIES_PER_TRANSACTION));
            begin(session.jdbc());
            session.runEach(some.stream().map(TocEntry::definition).toList())
                    .refused()
                    .forEach((index, reason) -> refused.put(some.get(index).unit(), ServerErrorText.of(reason)));
            session.jdbc().commit();
        }
    }

    private static void begin(Connection session) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute("SET LOCAL search_path = ''; SET LOCAL check_function_bodies = off");
        }
    }
}
