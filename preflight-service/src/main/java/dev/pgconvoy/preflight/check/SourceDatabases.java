package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.model.DatabaseSelection;
import dev.pgconvoy.preflight.model.SourceDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Each selected database must exist on the source and let us in.
final class SourceDatabases implements Check {

    record Row(String source, String user, DatabaseSelection selection) {}

    @Override
    public String name() {
        return "source-databases";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) {
        var source = examination.source();
        return assess(new Row(source.server(), source.endpoint().user(), examination.selection()));
    }

    List<Finding> assess(Row row) {
        var findings = new ArrayList<Finding>();
        for (var name : row.selection.names()) {
            row.selection
                    .find(name)
                    .ifPresentOrElse(
                            database -> findings.addAll(assess(row, database)), () -> findings.add(missing(row, name)));
        }
        var leftOut = new TreeSet<>(row.selection.leftOut());
        leftOut.remove(SourceDatabase.POSTGRES); // has a check of its own
        if (!leftOut.isEmpty()) {
            findings.add(Finding.info(
                    name(),
                    FindingCode.LEFT_OUT,
                    row.source,
                    "These databases do not move: " + String.join(", ", leftOut)));
        }
        return findings;
    }

    private List<Finding> assess(Row row, SourceDatabase database) {
        if (database.template()) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.TEMPLATE_DATABASE,
                    database.name(),
                    "It is a template, and templates are not migrated.",
                    "Remove it from the request, or ALTER DATABASE %s IS_TEMPLATE false;"
                            .formatted(quoted(database.name()))));
        }
        if (!database.acceptsConnections()) {
            var statement = "ALTER DATABASE %s ALLOW_CONNECTIONS true;".formatted(quoted(database.name()));
            return List.of(Finding.error(
                            name(),
                            FindingCode.CLOSED_DATABASE,
                            database.name(),
                            "It accepts no connections.",
                            "Remove it from the request, or " + statement)
                    .atSource(statement));
        }
        if (!database.mayConnect()) {
            var statement = "GRANT CONNECT ON DATABASE %s TO %s;".formatted(quoted(database.name()), quoted(row.user));
            return List.of(Finding.error(
                            name(),
                            FindingCode.MAY_NOT_CONNECT,
                            database.name(),
                            "User %s may not connect to it on the source.".formatted(row.user),
                            statement + " on the source, or name the databases to migrate in the request.")
                    .atSource(statement));
        }
        if (database.cannotSpeakUtf8()) {
            return List.of(
                    Finding.error(
                            name(),
                            FindingCode.UNCONVERTIBLE_ENCODING,
                            database.name(),
                            "Its encoding is %s, which the server converts to others, but not to UTF-8, in which pgconvoy speaks."
                                    .formatted(database.encoding()),
                            "Remove it from the request, or copy it into a database of the encoding that its texts are of (pg_dump --encoding=EUC_JP, for instance) and migrate that one."));
        }
        return List.of();
    }

    private Finding missing(Row row, String name) {
        return Finding.error(
                name(),
                FindingCode.MISSING_ON_SOURCE,
                name,
                "There is no such database on the %s.".formatted(row.source),
                "Correct the name (upper and lower case count), or remove it from the request.");
    }
}
