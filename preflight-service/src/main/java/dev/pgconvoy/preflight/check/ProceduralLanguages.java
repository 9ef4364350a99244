package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.OfferedExtension;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Procedural languages that were made without an extension: the target must know them, or be able to make them. Those
/// of extensions move with them, and [TargetExtensions] tells when the target lacks one.
final class ProceduralLanguages implements Check {

    private static final String LANGUAGES = PreflightSql.read("check/list_languages");
    private static final String SYSTEM = "pg_catalog";

    private record Language(String name, String handlerSchema, String library) {

        boolean isIn(FilterRules rules) {
            return handlerSchema.equals(SYSTEM) || rules.includesSchema(handlerSchema);
        }
    }

    /// @param handler the schema of the function that runs it
    /// @param library where that function is, on the server's machine
    /// @param offered whether the target has an extension of that name, and whether our user may create it
    /// @param ofProvider whether the target has the rules of a provider, too
    record Row(
            String database,
            String language,
            String handler,
            String library,
            Optional<Boolean> offered,
            boolean superuser,
            boolean ofProvider) {}

    @Override
    public String name() {
        return "procedural-languages";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        var findings = new ArrayList<Finding>();
        for (var database : DatabaseCheck.reachable(examination)) {
            for (var language : languages(examination, database)) {
                if (language.isIn(rules)) {
                    findings.addAll(assess(row(examination, database, language)));
                }
            }
        }
        return findings;
    }

    private static List<Language> languages(Examination examination, String database) throws SQLException {
        try (var session = examination.source().in(database)) {
            return session.query(LANGUAGES, row -> new Language(row.getString(1), row.getString(2), row.getString(3)));
        }
    }

    private static Row row(Examination examination, String database, Language language) throws SQLException {
        var offered = examination.offeredExtensions();
        return new Row(
                database,
                language.name,
                language.handlerSchema,
                language.library,
                Optional.ofNullable(offered.get(language.name)).map(OfferedExtension::mayCreate),
                examination.targetUser().isSuperuser(),
                examination.targetUser().hasProvider());
    }

    List<Finding> assess(Row row) {
        var object = "language %s in \"%s\"".formatted(quoted(row.language), row.database);
        var drop = "DROP LANGUAGE %s; on the source if nothing needs it".formatted(quoted(row.language));
        if (row.handler.equals(SYSTEM)) {
            return byName(row, object, drop);
        }
        return List.of(
                row.superuser
                        ? Finding.warning(
                                name(),
                                FindingCode.LANGUAGE_MISSING,
                                object,
                                "Its handler is a function of the library %s, and whether that library is on the target's machine cannot be seen."
                                        .formatted(row.library),
                                "Install the library there, or %s.".formatted(drop))
                        : Finding.error(
                                name(),
                                FindingCode.LANGUAGE_MISSING,
                                object,
                                "Its handler is a function in C (library %s), which only a superuser of the target may create."
                                        .formatted(row.library),
                                "Name a superuser as the target's user, or %s.".formatted(drop)));
    }

    private List<Finding> byName(Row row, String object, String drop) {
        if (row.offered.isEmpty()) {
            return List.of(Finding.error(
                    name(),
                    FindingCode.LANGUAGE_MISSING,
                    object,
                    "The target has no such language, and no extension that makes it.",
                    "Install the extension %s on the target's machine, or %s.".formatted(quoted(row.language), drop)));
        }
        if (row.offered.get()) {
            return List.of();
        }
        return List.of(
                row.ofProvider
                        ? Finding.warning(
                                name(),
                                FindingCode.LANGUAGE_MISSING,
                                object,
                                "On the target only superusers may create it, unless the provider allows it.",
                                "Make sure that the target's user may create it, or %s.".formatted(drop))
                        : Finding.error(
                                name(),
                                FindingCode.LANGUAGE_MISSING,
                                object,
                                "On the target only superusers may create it, and the target's user is none.",
                                "Name a superuser as the target's user, or %s.".formatted(drop)));
    }
}
