package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.InstalledExtensions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Every extension of the source must be available on the target.
final class TargetExtensions implements Check {

    record Row(String database, String extension, boolean available, boolean mayCreate) {}

    @Override
    public String name() {
        return "target-extensions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var offered = OfferedExtension.by(examination.target());
        var findings = new ArrayList<Finding>();
        for (var installed : InstalledExtensions.of(examination)) {
            var there = Optional.ofNullable(offered.get(installed.extension()));
            findings.addAll(assess(new Row(
                    installed.database(),
                    installed.extension(),
                    there.isPresent(),
                    there.filter(OfferedExtension::mayCreate).isPresent())));
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
