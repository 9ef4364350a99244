package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.preflight.application.ExamineServers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Users with the grants that `docs/rights.md` asks for and no others, then without one of them after the other: the
/// checks say what the page says, and nothing else.
class GrantsIT {

    static final List<DocumentedGrant> GRANTS = DocumentedGrant.ALL;

    @TempDir
    static Path folder;

    private static OpenServer source;
    private static OpenServer target;

    private final ExamineServers examineServers = TwoServers.examiningPatiently();

    @BeforeAll
    static void start() throws IOException, SQLException {
        source = OpenServer.start(folder.resolve("source"));
        target = OpenServer.start(folder.resolve("target"));
        source.run("REVOKE CREATE ON DATABASE postgres FROM mover");
        for (var server : List.of(source, target)) {
            server.run("CREATE ROLE clerk");
            server.run("CREATE ROLE stranger");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    @BeforeEach
    void give_what_the_page_asks_for() throws SQLException {
        source.run("ALTER ROLE mover NOSUPERUSER NOCREATEDB BYPASSRLS");
        source.run("CREATE DATABASE shop OWNER clerk");
        source.runIn("shop", """
                CREATE SCHEMA sales AUTHORIZATION clerk;
                CREATE TABLE sales.orders (id int PRIMARY KEY);
                CREATE SEQUENCE sales.numbers;
                ALTER TABLE sales.orders OWNER TO clerk;
                ALTER SEQUENCE sales.numbers OWNER TO clerk;
                INSERT INTO sales.orders VALUES (1);
                SELECT lo_from_bytea(4711, 'bytes');
                ALTER LARGE OBJECT 4711 OWNER TO clerk;
                GRANT USAGE ON SCHEMA sales TO mover;
                GRANT SELECT ON sales.orders, sales.numbers TO mover;
                GRANT SELECT ON LARGE OBJECT 4711 TO mover;
                """);
        target.run("ALTER ROLE mover NOSUPERUSER CREATEDB CREATEROLE");
        target.run("GRANT clerk, pg_signal_backend TO mover");
        target.run("GRANT CREATE ON DATABASE postgres TO mover");
    }

    @AfterEach
    void drop() throws SQLException {
        target.run("DROP DATABASE IF EXISTS shop WITH (FORCE)");
        source.run("DELETE FROM pg_subscription");
        source.run("DROP DATABASE shop WITH (FORCE)");
    }

    @Test
    void with_all_of_them_the_checks_find_nothing() {
        assertThat(found(DocumentedGrant.ALL.getFirst())).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("GRANTS")
    void each_that_is_missing_gives_its_own_finding_and_no_other(DocumentedGrant grant) throws SQLException {
        for (var statement : grant.before().source()) {
            source.runIn("shop", statement);
        }
        for (var statement : grant.before().target()) {
            target.run(statement);
        }
        try (var _ = grant.before().foreignSession() ? sessionOfAnother() : null) {
            assertThat(found(grant)).as("with it").isEqualTo(grant.with());

            run(grant, grant.takenAway());
            try {
                assertThat(found(grant)).as("without it").isEqualTo(grant.without());
            } finally {
                run(grant, grant.given());
            }
            assertThat(found(grant)).as("with it again").isEqualTo(grant.with());
        }
    }

    private static Connection sessionOfAnother() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/shop".formatted(target.port()), "locked", "right");
    }

    private List<String> found(DocumentedGrant grant) {
        var request = grant.request()
                .apply(aRequest()
                        .from(source.as("mover"))
                        .to(target.as("mover"))
                        .of("shop"))
                .build();
        return examineServers.examine(request).findings().stream()
                .map(finding -> "%s %s".formatted(finding.severity(), finding.code()))
                .sorted()
                .toList();
    }

    private static void run(DocumentedGrant grant, List<String> statements) throws SQLException {
        var server = grant.server() == DocumentedGrant.Server.SOURCE ? source : target;
        for (var statement : statements) {
            if (statement.startsWith("\\shop ")) {
                server.runIn("shop", statement.substring("\\shop ".length()));
            } else {
                server.run(statement);
            }
        }
    }
}
