package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.OfferedExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Extensions that somebody put into a schema of the system, where they do not belong. PostgreSQL makes them there
/// again, also for a user who is no superuser when they are trusted; a managed server may refuse it.
final class ExtensionSchemas implements Check {

    /// @param prescribed the schema in which the target's version insists on being; empty when it does not
    record Row(
            String database,
            String extension,
            String schema,
            boolean relocatable,
            String prescribed,
            boolean superuser) {}

    @Override
    public String name() {
        return "extension-schemas";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var installed : examination.installedExtensions()) {
            findings.addAll(assess(new Row(
                    installed.database(),
                    installed.extension(),
                    installed.schema(),
                    installed.relocatable(),
                    Optional.ofNullable(examination.offeredExtensions().get(installed.extension()))
                            .map(OfferedExtension::schema)
                            .orElse(""),
                    examination.targetUser().isSuperuser())));
        }
        return findings;
    }

    List<Finding> assess(Row row) {
        if (!isOfSystem(row.schema) || row.schema.equals(row.prescribed)) {
            return List.of();
        }
        var object = "extension %s in \"%s\"".formatted(quoted(row.extension), row.database);
        var message = "It is in the schema %s of the system, and will be created there again.".formatted(row.schema);
        if (row.superuser) {
            return List.of(Finding.info(name(), FindingCode.EXTENSION_IN_SYSTEM_SCHEMA, object, message));
        }
        var statement = "ALTER EXTENSION %s SET SCHEMA public;".formatted(quoted(row.extension));
        return List.of(
                row.relocatable
                        ? refusable(object, message, statement + " on the source, in this database.")
                                .inSource(row.database, statement)
                        : refusable(
                                object,
                                message,
                                "It cannot be moved: where nothing else uses it, drop it on the source and create it in a schema of yours (CREATE EXTENSION %s SCHEMA public;)."
                                        .formatted(quoted(row.extension))));
    }

    private Finding refusable(String object, String message, String remedy) {
        return Finding.warning(
                name(),
                FindingCode.EXTENSION_IN_SYSTEM_SCHEMA,
                object,
                message + " A managed server may refuse that.",
                remedy);
    }

    private static boolean isOfSystem(String schema) {
        return schema.startsWith("pg_") || schema.equals("information_schema");
    }
}
