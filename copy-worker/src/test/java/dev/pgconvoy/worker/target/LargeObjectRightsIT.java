package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Owners and grants of large objects, between two real servers.
class LargeObjectRightsIT {

    private static final LeadTerm TERM = new LeadTerm(MigrationId.parse("target/objects"), "a-hash", 1);

    @Test
    void owners_and_grants_arrive_and_those_of_roles_that_the_target_lacks_are_told() throws Exception {
        try (var source = FreshPostgres.start();
                var target = FreshPostgres.start()) {
            run(source, "CREATE ROLE keeper; CREATE ROLE absent");
            run(target, "CREATE ROLE keeper");
            for (var server : List.of(source, target)) {
                run(server, "SELECT lo_create(oid) FROM unnest(ARRAY[11, 12]) AS oid");
            }
            run(source, """
                    ALTER LARGE OBJECT 11 OWNER TO keeper;
                    GRANT SELECT ON LARGE OBJECT 11 TO PUBLIC;
                    ALTER LARGE OBJECT 12 OWNER TO absent;
                    GRANT UPDATE ON LARGE OBJECT 12 TO keeper, absent""");

            assertThat(copy(List.of(11L), source, target)).isEmpty();
            assertThat(copy(List.of(12L), source, target)).singleElement().satisfies(note -> {
                assertThat(note.code()).isEqualTo("PGC2005");
                assertThat(note.message()).contains("owner \"absent\"").endsWith("They are: 12.");
            });
            assertThat(rights(target))
                    .containsExactly(
                            "11 keeper {=r/keeper,keeper=rw/keeper}",
                            "12 postgres {keeper=w/postgres,postgres=rw/postgres}");
        }
    }

    private static List<Finding> copy(List<Long> objects, EmbeddedPostgres source, EmbeddedPostgres target)
            throws SQLException {
        try (var from = source.getPostgresDatabase().getConnection();
                var to = WireSession.open(
                        new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                        ServerSide.TARGET,
                        new ServerEndpoint(
                                "localhost",
                                target.getPort(),
                                "postgres",
                                Optional.empty(),
                                SslMode.PREFER,
                                "postgres"),
                        "postgres",
                        TERM.id(),
                        "test")) {
            Fence.create(to.jdbc(), TERM, new CopyOrigin("system 1 database 5 postgres", "all"), "a state");
            try {
                return LargeObjectRightsCopy.copy(
                        objects, from, new LedgeredSession(to, TERM), new RightsOptions(false, false, false));
            } finally {
                run(target, "DROP SCHEMA pgconvoy_ledger CASCADE");
            }
        }
    }

    private static List<String> rights(EmbeddedPostgres server) throws SQLException {
        try (var session = server.getPostgresDatabase().getConnection();
                var statement = session.createStatement();
                var rows = statement.executeQuery("""
                        SELECT format('%s %s %s', oid, lomowner::regrole,
                                      ARRAY(SELECT acl::text FROM unnest(lomacl) AS acl ORDER BY 1))
                        FROM pg_largeobject_metadata ORDER BY oid""")) {
            var read = new ArrayList<String>();
            while (rows.next()) {
                read.add(rows.getString(1));
            }
            return read;
        }
    }

    private static void run(EmbeddedPostgres server, String sql) throws SQLException {
        try (var session = server.getPostgresDatabase().getConnection();
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
