package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Time-outs and other settings of databases, and of our users, that would end or spoil a copy in an ordinary session.
/// Ours set their own; whoever works on the databases by hand should know.
final class HostileSettings implements Check {

    private static final String SETTINGS = PreflightSql.read("check/list_hostile_settings");

    record Row(String server, String owner, String setting) {}

    @Override
    public String name() {
        return "hostile-settings";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var server : List.of(examination.source(), examination.target())) {
            server.query(SETTINGS, row -> new Row(server.server(), row.getString(1), row.getString(2))).stream()
                    .filter(row -> concerns(examination, row))
                    .map(this::assess)
                    .forEach(findings::addAll);
        }
        return findings;
    }

    private static boolean concerns(Examination examination, Row row) {
        return !row.owner.startsWith("database ")
                || examination.selection().names().stream()
                        .anyMatch(name -> row.owner.equals("database \"" + name + '"'));
    }

    List<Finding> assess(Row row) {
        return List.of(Finding.info(
                name(),
                FindingCode.HOSTILE_SETTING,
                "%s on %s".formatted(row.owner, row.server),
                "Its sessions begin with %s; the migration's own sessions override it.".formatted(row.setting)
                        + (isFreeze(row) ? " It is not moved: nobody could write to the copy." : "")));
    }

    /// As people freeze a database before they move it.
    private static boolean isFreeze(Row row) {
        return row.server.startsWith("source ")
                && row.owner.startsWith("database ")
                && row.setting.equals("default_transaction_read_only=on");
    }
}
