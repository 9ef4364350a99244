package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.text.DatabaseText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Functions that the target runs while it is filled, and whose bodies name tables or functions without a schema. The
/// restoring sessions search the system's schema only, and then the paths of the source's users.
final class SearchPathNeeds extends DatabaseCheck<SearchPathNeeds.Called> {

    private static final String FUNCTIONS = PreflightSql.read("check/list_called_functions");
    private static final String NAMES = PreflightSql.read("check/list_names_in_schemas");

    /// @param function quoted where that is needed, with the types of its arguments
    /// @param callers as the server describes them
    record Called(String database, String function, String body, List<String> callers) {}

    /// What only a search path finds.
    record Names(Set<String> relations, Set<String> functions) {}

    private record Name(boolean ofRelation, String name) {}

    /// @param unqualified names in its body
    private record Row(Called called, Set<String> unqualified) {

        String told() {
            return "%s finds %s for %s"
                    .formatted(called.function, String.join(", ", unqualified), NameListing.of(called.callers));
        }
    }

    @Override
    public String name() {
        return "search-path-needs";
    }

    @Override
    protected String question(Examination examination) {
        return FUNCTIONS;
    }

    @Override
    protected Called read(String database, ResultSet row) throws SQLException {
        var text = row.getString(2);
        var body = text == null
                ? DatabaseText.of(row.getStatement().getConnection()).label(row.getBytes(3))
                : text;
        return new Called(database, row.getString(1), body, List.of((String[])
                row.getArray(4).getArray()));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Called> called) throws SQLException {
        return called.isEmpty() ? List.of() : assess(called, names(examination, called.getFirst().database));
    }

    private static Names names(Examination examination, String database) throws SQLException {
        try (var session = examination.source().in(database)) {
            var names = session.query(NAMES, row -> new Name(row.getString(1).equals("RELATION"), row.getString(2)));
            return new Names(
                    names.stream().filter(Name::ofRelation).map(Name::name).collect(Collectors.toSet()),
                    names.stream()
                            .filter(name -> !name.ofRelation)
                            .map(Name::name)
                            .collect(Collectors.toSet()));
        }
    }

    List<Finding> assess(List<Called> called, Names names) {
        var rows = new ArrayList<Row>();
        for (var one : called) {
            var unqualified = UnqualifiedNames.in(one.body, names.relations, names.functions);
            if (!unqualified.isEmpty()) {
                rows.add(new Row(one, unqualified));
            }
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(Finding.warning(
                name(),
                FindingCode.SEARCH_PATH_NEEDED,
                called.getFirst().database,
                "These functions find names by the search path of the session, which is another one while the target is filled; the search paths of the source's users are tried, too: %s."
                        .formatted(NameListing.of(rows.stream().map(Row::told).toList())),
                "Name the schemas in their bodies; or on the source, in this database: "
                        + rows.stream()
                                .map(row -> "ALTER FUNCTION %s SET search_path = <schemas>, pg_temp;"
                                        .formatted(row.called.function))
                                .collect(Collectors.joining(" "))));
    }
}
