package dev.pgconvoy.preflight.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;

/// Objects that the target's major version refuses, because something that they need was removed since the source's.
final class VersionBreaks extends DatabaseCheck<VersionBreaks.Row> {

    private static final String BREAKS = PreflightSql.read("check/list_version_breaks");
    private static final String NONE = "SELECT '', 0, '' WHERE false";

    /// @param since the first major version that refuses the object
    record Row(String database, VersionRule rule, int since, String object) {}

    @Override
    public String name() {
        return "version-breaks";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        var isNewer = !examination
                .source()
                .version()
                .isSameOrNewerMajorThan(examination.target().version());
        return isNewer ? BREAKS : NONE;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, VersionRule.of(row.getString(1)), row.getInt(2), row.getString(3));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        var source = examination.source().version();
        var target = examination.target().version();
        var filtered = !examination.request().options().filters().equals(Filters.NONE);
        return assess(
                rows.stream()
                        .filter(row -> !source.isAtLeast(row.since) && target.isAtLeast(row.since))
                        .toList(),
                filtered);
    }

    /// @param filtered whether filters may leave the objects out
    List<Finding> assess(List<Row> refused, boolean filtered) {
        return refused.stream()
                .collect(groupingBy(Row::rule, TreeMap::new, mapping(row -> row, toList())))
                .entrySet()
                .stream()
                .map(rule -> finding(rule.getKey(), rule.getValue(), filtered))
                .toList();
    }

    private Finding finding(VersionRule rule, List<Row> rows, boolean filtered) {
        var message = "%s, as PostgreSQL %d and newer do not take them: %s."
                .formatted(
                        rule.what(),
                        rows.getFirst().since,
                        NameListing.of(rows.stream()
                                .map(Row::object)
                                .distinct()
                                .sorted()
                                .toList()));
        var database = rows.getFirst().database;
        return rule.isCertain() && !filtered
                ? Finding.error(name(), FindingCode.REFUSED_BY_VERSION, database, message, rule.remedy())
                : Finding.warning(name(), FindingCode.REFUSED_BY_VERSION, database, message, rule.remedy());
    }
}
