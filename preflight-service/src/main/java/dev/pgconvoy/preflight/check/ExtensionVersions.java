package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The version that the target makes of an extension is its own: pg_dump names none. One that the target does not have
/// at all is in [TargetExtensions].
final class ExtensionVersions implements Check {

    private static final String POSTGIS = "postgis";

    /// @param installed at the source
    /// @param offered what the target makes when no version is named
    /// @param choosable whether the target can make the installed version, too
    record Row(String database, String extension, String installed, String offered, boolean choosable) {}

    private record Versions(String extension, String installed, String offered) {}

    @Override
    public String name() {
        return "extension-versions";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        var rows = new ArrayList<Row>();
        for (var installed : examination.installedExtensions()) {
            var there = examination.offeredExtensions().get(installed.extension());
            if (there != null) {
                rows.add(new Row(
                        installed.database(),
                        installed.extension(),
                        installed.version(),
                        there.defaultVersion(),
                        there.versions().contains(installed.version())));
            }
        }
        return assess(rows);
    }

    /// One finding for an extension that has the same two versions in several databases.
    List<Finding> assess(List<Row> rows) {
        return rows.stream()
                .filter(row -> !row.installed.equals(row.offered))
                .collect(groupingBy(
                        row -> new Versions(row.extension, row.installed, row.offered), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(this::differing)
                .toList();
    }

    private Finding differing(List<Row> rows) {
        var row = rows.getFirst();
        var order = ExtensionVersion.of(row.installed).compareWith(ExtensionVersion.of(row.offered));
        if (isPostgis(row) && !order.isUpgradeWithinMajor()) {
            return postgis(rows);
        }
        var message = "The source has version %s, and the target makes version %s. Databases: %s."
                .formatted(row.installed, row.offered, databases(rows));
        if (order.isUpgrade()) {
            return Finding.info(name(), FindingCode.EXTENSION_VERSION_DIFFERS, object(row), message);
        }
        return Finding.warning(
                name(),
                FindingCode.EXTENSION_VERSION_DIFFERS,
                object(row),
                message + " What an older version lacks fails when the schema is restored.",
                row.choosable
                        ? "Let the target make this version: default_version = '%s' in its %s.control; or check that nothing needs what version %s lacks, and after the migration ALTER EXTENSION %s UPDATE TO '%s';"
                                .formatted(
                                        row.installed,
                                        row.extension,
                                        row.offered,
                                        quoted(row.extension),
                                        row.installed.replace("'", "''"))
                        : "Install version %s of it on the target's machine, choose a target that has it, or leave it out (excludeExtensions, --exclude-extension)."
                                .formatted(row.installed));
    }

    private Finding postgis(List<Row> rows) {
        var row = rows.getFirst();
        return Finding.warning(
                name(),
                FindingCode.POSTGIS_DIFFERS,
                object(row),
                "The source has version %s, and the target makes version %s: views, functions, indexes and columns fail that use functions or types which the target's version does not have (raster, for example, is an extension of its own since 3). Databases: %s."
                        .formatted(row.installed, row.offered, databases(rows)),
                "On the source, in each of these databases: SELECT postgis_extensions_upgrade(); after installing version %s there; or install version %s on the target's machine."
                        .formatted(row.offered, row.installed));
    }

    private static boolean isPostgis(Row row) {
        return row.extension.equals(POSTGIS) || row.extension.startsWith(POSTGIS + "_");
    }

    private static String object(Row row) {
        return "extension %s".formatted(quoted(row.extension));
    }

    private static String databases(List<Row> rows) {
        return NameListing.of(rows.stream().map(row -> quoted(row.database)).toList());
    }
}
