package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Settings by which the source leaves rows out or shows false ones instead of an error: copy and checksum would agree.
/// They are read in each database, so that settings of the server, the database and the user all count.
final class HiddenDamage extends DatabaseCheck<HiddenDamage.Row> {

    private static final String SETTINGS = """
            SELECT name, source FROM pg_settings
            WHERE name IN ('zero_damaged_pages', 'ignore_checksum_failure', 'ignore_system_indexes') AND setting = 'on'
            ORDER BY name
            """;

    /// @param origin what set it, as `pg_settings` says it
    record Row(String database, String setting, String origin) {}

    @Override
    public String name() {
        return "hidden-damage";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    protected String question(Examination examination) {
        return SETTINGS;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getString(2));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return rows.stream().flatMap(row -> assess(row).stream()).toList();
    }

    List<Finding> assess(Row row) {
        var finding = Finding.error(
                name(),
                FindingCode.DAMAGE_HIDDEN,
                row.database,
                "Sessions on the source have %s = on (set by: %s): rows on damaged pages would be missing or false without an error, and no checksum would show it."
                        .formatted(row.setting, row.origin),
                "%s on the source, and request it again under another name.".formatted(reset(row)));
        return List.of(row.origin.equals("database") ? finding.atSource(reset(row) + ";") : finding);
    }

    private static String reset(Row row) {
        return switch (row.origin) {
            case "database" ->
                "ALTER DATABASE \"%s\" RESET %s".formatted(row.database.replace("\"", "\"\""), row.setting);
            case "user" -> "ALTER ROLE … RESET %s".formatted(row.setting);
            case "database user" ->
                "ALTER ROLE … IN DATABASE \"%s\" RESET %s".formatted(row.database.replace("\"", "\"\""), row.setting);
            default ->
                row.setting.equals("ignore_system_indexes")
                        ? "Start the server without ignore_system_indexes"
                        : "ALTER SYSTEM SET %s = off; SELECT pg_reload_conf()".formatted(row.setting);
        };
    }
}
