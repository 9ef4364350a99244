package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A primary key or unique constraint as pg_dump writes it, in two steps: adding it would lock its table while its
/// index is built, so that the table's other indexes could not be built meanwhile.
///
/// @param entry the constraint
/// @param matched its definition
record UniqueKey(TocEntry entry, Matcher matched) {

    private static final String NAME = "\"(?:[^\"]|\"\")+\"";
    private static final String NAMES = "\\(" + NAME + "(?:, " + NAME + ")*\\)";
    private static final Pattern DEFINITION = Pattern.compile(
            "\\s*ALTER TABLE (?<only>ONLY )?(?<table>(?:" + NAME + "\\.)?" + NAME + ")\\s+"
                    + "ADD CONSTRAINT (?<name>" + NAME + ") (?<kind>PRIMARY KEY|UNIQUE)(?<nulls> NULLS NOT DISTINCT)? "
                    + "(?<columns>" + NAMES + ")(?<include> INCLUDE " + NAMES + ")?(?<with> WITH \\([^\"()]*\\))?"
                    + "(?<deferred>(?: DEFERRABLE)?(?: INITIALLY DEFERRED)?);(?<rest>.*)",
            Pattern.DOTALL);

    /// Empty when its form is not known here, as with periods: then it is taken as it is.
    static Optional<UniqueKey> of(TocEntry entry) {
        var matcher = DEFINITION.matcher(entry.definition());
        return entry.kind().equals("CONSTRAINT") && matcher.matches()
                ? Optional.of(new UniqueKey(entry, matcher))
                : Optional.empty();
    }

    /// @param bytes of the table
    Statement index(long bytes) {
        var sql = "CREATE UNIQUE INDEX %s ON %s%s USING btree %s%s%s%s"
                .formatted(
                        part("name"),
                        part("only"),
                        part("table"),
                        part("columns"),
                        part("include"),
                        part("nulls"),
                        part("with"));
        return new Statement(
                UnitKind.INDEX, "index of " + entry.unit(), entry.object(), WorkMemory.toSort(bytes, true, sql));
    }

    /// Of the index, once it is there; with what follows in the definition.
    Statement constraint() {
        var sql = "ALTER TABLE %s%s ADD CONSTRAINT %s %s USING INDEX %s%s;%s"
                .formatted(
                        part("only"),
                        part("table"),
                        part("name"),
                        part("kind"),
                        part("name"),
                        part("deferred"),
                        part("rest"));
        return TaskPlan.statement(entry, sql.strip());
    }

    private String part(String group) {
        var text = matched.group(group);
        return text == null ? "" : text;
    }
}
