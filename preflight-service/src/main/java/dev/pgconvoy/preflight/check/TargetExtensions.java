package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.InstalledExtensions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Every extension of the source must be available on the target.
final class TargetExtensions implements Check {

    private static final String AVAILABLE = """
            SELECT bool_or(NOT v.superuser OR coalesce((to_jsonb(v) ->> 'trusted')::boolean, false)
                           OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))
            FROM pg_available_extension_versions AS v
            WHERE v.name = ?
            HAVING count(*) > 0
            """;

    record Row(String database, String extension, boolean available, boolean mayCreate) {}

    @Override
    public String name() {
        return "target-extensions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var findings = new ArrayList<Finding>();
        for (var installed : InstalledExtensions.of(examination)) {
            var mayCreate = examination.target().query(AVAILABLE, row -> row.getBoolean(1), installed.extension());
            findings.addAll(assess(new Row(
                    installed.database(),
                    installed.extension(),
                    !mayCreate.isEmpty(),
                    mayCreate.stream().anyMatch(may -> may))));
        }
        return findings;
    }

    List<Finding> assess(Row row) {
        var object = "extension %s in \"%s\"".formatted(row.extension, row.database);
        if (!row.available) {
            return List.of(
                    Finding.error(
                            name(),
                            FindingCode.EXTENSION_MISSING,
                            object,
                            "The target does not have it.",
                            "Install it there (on Azure: azure.extensions), or leave it out (excludeExtensions, --exclude-extension)."));
        }
        return row.mayCreate
                ? List.of()
                : List.of(
                        Finding.warning(
                                name(),
                                FindingCode.EXTENSION_NEEDS_SUPERUSER,
                                object,
                                "Only superusers may create it, unless the provider allows it.",
                                "Make sure that the target user may, or leave it out (excludeExtensions, --exclude-extension)."));
    }
}
