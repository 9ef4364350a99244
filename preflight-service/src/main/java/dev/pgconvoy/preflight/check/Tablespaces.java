package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tablespaces that a request names must be on the target, and its user must be allowed to create in them; what the
/// request does not name is lost.
final class Tablespaces implements Check {

    private static final String OF_USERS = """
            SELECT spcname FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global') ORDER BY 1
            """;

    private static final String USABLE = """
            SELECT spcname FROM pg_tablespace WHERE has_tablespace_privilege(oid, 'CREATE') AND spcname <> 'pg_global'
            """;

    /// @param source tablespaces of users on the source
    /// @param usable on the target, for its user
    record Row(List<String> source, List<String> usable, Map<String, String> mapped) {}

    @Override
    public String name() {
        return "tablespaces";
    }

    @Override
    public List<Finding> run(Examination examination) throws SQLException {
        return assess(new Row(
                examination.source().query(OF_USERS, row -> row.getString(1)),
                examination.target().query(USABLE, row -> row.getString(1)),
                examination.request().options().copy().tablespaces()));
    }

    List<Finding> assess(Row row) {
        var findings = new ArrayList<Finding>();
        row.mapped.forEach((from, to) -> {
            if (!row.source.contains(from)) {
                findings.add(Finding.error(
                        name(),
                        FindingCode.TABLESPACE_UNUSABLE,
                        "tablespace \"%s\"".formatted(from),
                        "The source has no tablespace of this name that could be mapped.",
                        "Correct --map-tablespace (copy.tablespaces); upper and lower case count."));
            }
            if (!row.usable.contains(to)) {
                findings.add(Finding.error(
                        name(),
                        FindingCode.TABLESPACE_UNUSABLE,
                        "tablespace \"%s\"".formatted(to),
                        "The target has no such tablespace, or its user may not create in it.",
                        "CREATE TABLESPACE %1$s LOCATION …; GRANT CREATE ON TABLESPACE %1$s to the target's user; or name another one (--map-tablespace)."
                                .formatted(quoted(to))));
            }
        });
        var unmapped = row.source.stream()
                .filter(name -> !row.mapped.containsKey(name))
                .toList();
        if (!unmapped.isEmpty()) {
            findings.add(Finding.warning(
                    name(),
                    FindingCode.TABLESPACE_NOT_MAPPED,
                    "tablespaces",
                    "The source has tablespaces that the request does not map: %s. What lies in them will lie in the tablespace of its database."
                            .formatted(NameListing.of(unmapped)),
                    "Name the target's tablespaces if that matters: --map-tablespace %s=… (copy.tablespaces)."
                            .formatted(unmapped.getFirst())));
        }
        return findings;
    }
}
