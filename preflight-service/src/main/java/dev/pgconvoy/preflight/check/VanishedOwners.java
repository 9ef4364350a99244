package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// Objects whose owner is gone, as a damaged or half-restored catalog has them: `pg_dump` gives
/// up, and tells the OID of the role, not the object.
final class VanishedOwners extends DatabaseCheck<VanishedOwners.Row> {

    private static final int PUBLICATIONS_SINCE = 10;

    /// What pg_dump asks for the owner of, but for large objects, which may be millions; %s: what servers before 10
    /// do not have.
    private static final String OWNED_BY_NOBODY = """
            WITH object (class, oid, owner) AS (
                SELECT 'pg_class'::regclass, oid, relowner FROM pg_class
                WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
                UNION ALL SELECT 'pg_proc'::regclass, oid, proowner FROM pg_proc
                UNION ALL SELECT 'pg_type'::regclass, oid, typowner FROM pg_type WHERE typrelid = 0 AND typelem = 0
                UNION ALL SELECT 'pg_operator'::regclass, oid, oprowner FROM pg_operator
                UNION ALL SELECT 'pg_opclass'::regclass, oid, opcowner FROM pg_opclass
                UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfowner FROM pg_opfamily
                UNION ALL SELECT 'pg_namespace'::regclass, oid, nspowner FROM pg_namespace
                UNION ALL SELECT 'pg_default_acl'::regclass, oid, defaclrole FROM pg_default_acl
                UNION ALL SELECT 'pg_language'::regclass, oid, lanowner FROM pg_language
                UNION ALL SELECT 'pg_collation'::regclass, oid, collowner FROM pg_collation
                UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner FROM pg_conversion
                UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner FROM pg_ts_config
                UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner FROM pg_ts_dict
                UNION ALL SELECT 'pg_event_trigger'::regclass, oid, evtowner FROM pg_event_trigger
                UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwowner FROM pg_foreign_data_wrapper
                UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner FROM pg_foreign_server%s
            )
            SELECT CASE class WHEN 'pg_default_acl'::regclass THEN format('default privileges (row %%s of pg_default_acl)', oid)
                              ELSE pg_describe_object(class, oid, 0) END
            FROM object
            WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.oid = object.owner)
            ORDER BY 1
            """;
    private static final String SINCE_10 = """

                UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner FROM pg_publication
                UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxowner FROM pg_statistic_ext
            """;

    record Row(String database, String object) {}

    @Override
    public String name() {
        return "vanished-owners";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        return OWNED_BY_NOBODY.formatted(
                examination.source().version().isAtLeast(PUBLICATIONS_SINCE) ? SINCE_10.stripTrailing() : "");
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) {
        return assess(rows);
    }

    List<Finding> assess(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        return List.of(
                Finding.error(
                        name(),
                        FindingCode.OWNER_VANISHED,
                        rows.getFirst().database,
                        "The owner of these objects does not exist any more, and pg_dump refuses to read them: %s."
                                .formatted(NameListing.of(
                                        rows.stream().map(Row::object).toList())),
                        "Give each of them an owner at the source, as a superuser: ALTER … OWNER TO …; default privileges are gone when their row of pg_default_acl is deleted."));
    }
}
