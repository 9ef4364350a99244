package dev.pgconvoy.worker.target;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.worker.roles.ObjectOwnership;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.SqlStatements;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What waits until the ledger is dropped, because it would meet our own sessions: the database's owner, settings,
/// grants and limits, the owners of publications, and event triggers.
public final class LastSteps {

    /// Their owners need the right to create in the database, which may come with owning it.
    private static final Set<String> OWNED_IN_DATABASE = Set.of("PUBLICATION", "SUBSCRIPTION");

    private LastSteps() {}

    public static List<Statement> of(
            String database,
            List<TocEntry> entries,
            SchemaPieces pieces,
            ObjectOwnership ownership,
            RightsOptions rights) {
        var steps = new ArrayList<Statement>();
        entries.stream()
                .filter(entry -> entry.kind().equals("DATABASE") && ownership.test(entry))
                .map(entry -> step(
                        "owner of the database",
                        "ALTER DATABASE %s OWNER TO %s".formatted(quoted(database), quoted(entry.owner()))))
                .forEach(steps::add);
        pieces.rest().stream()
                .filter(entry -> OWNED_IN_DATABASE.contains(entry.kind()) && ownership.test(entry))
                .map(entry -> step("owner of " + entry.object(), owner(entry)))
                .forEach(steps::add);
        pieces.database().stream()
                .filter(entry -> !(rights.noAcl() && entry.kind().equals("ACL")))
                .flatMap(LastSteps::each)
                .forEach(steps::add);
        pieces.eventTriggers().stream().flatMap(entry -> each(entry, ownership)).forEach(steps::add);
        return steps;
    }

    private static Stream<Statement> each(TocEntry entry) {
        return SqlStatements.of(entry.definition()).stream()
                .map(sql -> new Statement(entry.unit(), "database " + entry.tag(), sql));
    }

    private static Stream<Statement> each(TocEntry entry, ObjectOwnership ownership) {
        var made = new Statement(entry.unit(), entry.object(), entry.definition());
        return entry.kind().equals("EVENT TRIGGER") && ownership.test(entry)
                ? Stream.of(made, new Statement(entry.unit(), "owner of event trigger " + entry.tag(), owner(entry)))
                : Stream.of(made);
    }

    private static String owner(TocEntry entry) {
        return "ALTER %s %s OWNER TO %s".formatted(entry.kind(), quoted(entry.tag()), quoted(entry.owner()));
    }

    private static Statement step(String object, String sql) {
        return new Statement("database", object, sql);
    }
}
