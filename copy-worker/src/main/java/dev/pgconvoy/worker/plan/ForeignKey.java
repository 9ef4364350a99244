package dev.pgconvoy.worker.plan;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.Optional;
import java.util.regex.Pattern;

/// A foreign key as pg_dump writes it. Added NOT VALID it locks its tables for a moment; it is validated beside
/// others.
///
/// @param entry its definition ends with a semicolon
record ForeignKey(TocEntry entry, InvalidData onInvalidData) {

    private static final Pattern DEFINITION = Pattern.compile(
            "\\s*ALTER TABLE (?:ONLY )?((?:\"(?:[^\"]|\"\")+\"\\.)?\"(?:[^\"]|\"\")+\")\\s+"
                    + "ADD CONSTRAINT (\"(?:[^\"]|\"\")+\") FOREIGN KEY .*;\\s*",
            Pattern.DOTALL);

    /// Whether its source has not validated it either, or its form is not known here.
    boolean isTakenAsItIs() {
        return entry.definition().contains(" NOT VALID")
                || !DEFINITION.matcher(entry.definition()).matches();
    }

    Statement whole() {
        return new Statement(
                UnitKind.FOREIGN_KEY,
                entry.unit(),
                entry.object(),
                entry.definition(),
                isTakenAsItIs() ? Optional.empty() : tolerated(notValid()));
    }

    /// Its unit is another one than that of a key that is made at once: it proves nothing of the rows.
    Statement added() {
        return isTakenAsItIs()
                ? whole()
                : new Statement(UnitKind.FOREIGN_KEY, "add " + entry.unit(), entry.object(), notValid());
    }

    /// Empty when there is nothing to validate.
    ///
    /// @param bytes of the table that refers to another
    Optional<Statement> validated(long bytes) {
        var matcher = DEFINITION.matcher(entry.definition());
        if (isTakenAsItIs() || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Statement(
                UnitKind.FOREIGN_KEY,
                entry.unit(),
                entry.object(),
                WorkMemory.toJoin(
                        bytes, "ALTER TABLE %s VALIDATE CONSTRAINT %s".formatted(matcher.group(1), matcher.group(2))),
                tolerated("")));
    }

    private Optional<String> tolerated(String otherwise) {
        return onInvalidData == InvalidData.NOT_VALID ? Optional.of(otherwise) : Optional.empty();
    }

    private String notValid() {
        return entry.definition().replaceFirst("\\s*;\\s*$", " NOT VALID;");
    }
}
