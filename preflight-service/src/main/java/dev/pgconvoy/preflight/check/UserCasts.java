package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Casts that users made move like other objects; some of them only a superuser may create.
final class UserCasts extends DatabaseCheck<UserCasts.Row> {

    private static final String CASTS = PreflightSql.read("check/list_casts");
    private static final String SYSTEM = "pg_catalog";

    /// @param cast as it stands in the parentheses of a statement
    /// @param withoutFunction whether the bytes of one type are taken for the other one's
    /// @param ofUsers whether one of its types was made by users, so that the target's user may own it
    record Row(
            String database,
            String cast,
            boolean withoutFunction,
            boolean ofUsers,
            String sourceSchema,
            String targetSchema) {

        boolean isIn(FilterRules rules) {
            return List.of(sourceSchema, targetSchema).stream()
                    .allMatch(schema -> schema.equals(SYSTEM) || rules.includesSchema(schema));
        }
    }

    @Override
    public String name() {
        return "user-casts";
    }

    @Override
    protected String question(Examination examination) {
        return CASTS;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(
                database, row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getString(4), row.getString(5));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        var filters = examination.request().options().filters();
        var rules = new FilterRules(filters);
        var superuser = examination.targetUser().isSuperuser();
        return rows.stream()
                .filter(row -> row.isIn(rules))
                .flatMap(row -> assess(row, superuser, filters.areEmptyWithin()).stream())
                .toList();
    }

    /// @param certain whether no filter may have taken away what the cast needs
    List<Finding> assess(Row row, boolean superuser, boolean certain) {
        if (superuser || !row.withoutFunction && row.ofUsers) {
            return List.of();
        }
        var object = "cast (%s) in \"%s\"".formatted(row.cast, row.database);
        var message = row.withoutFunction
                ? "It has no function, and the target's user is no superuser: it cannot be created."
                : "Neither of its types is one of users, and the target's user is no superuser: it cannot be created.";
        var remedy =
                "Name a superuser as the target's user; or DROP CAST (%s); on the source, and have a superuser create it on the target afterwards."
                        .formatted(row.cast);
        return List.of(
                certain
                        ? Finding.error(name(), FindingCode.CAST_NEEDS_SUPERUSER, object, message, remedy)
                        : Finding.warning(name(), FindingCode.CAST_NEEDS_SUPERUSER, object, message, remedy));
    }
}
