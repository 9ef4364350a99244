package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A connection pooler is not taken for the server behind it.
class PoolerIT extends TwoServers {

    private static final String DROPS = "extra_float_digits,options";
    private static final String REFUSES = "extra_float_digits";

    private Path program = Path.of("pgbouncer");

    @BeforeEach
    void find() {
        assumeTrue(PgBouncer.installed().isPresent(), "PgBouncer is not installed (apt-get install pgbouncer)");
        program = PgBouncer.installed().orElseThrow();
    }

    @ParameterizedTest(name = "{0} in {1} mode, which {2} options")
    @CsvSource({
        "source, session, drops",
        "source, transaction, drops",
        "source, transaction, refuses",
        "target, session, drops",
        "target, transaction, drops",
        "target, session, refuses"
    })
    void a_pooler_is_told_before_anything_is_set(String side, String mode, String parameters) throws Exception {
        var server = side.equals("source") ? source : target;
        try (var pooler =
                PgBouncer.start(folder, program, server.port(), mode, parameters.equals("drops") ? DROPS : REFUSES)) {
            var finding = onlyErrorOf(through(pooler, side));

            assertThat(finding.code()).isEqualTo("PGC1013");
            assertThat(finding.check()).isEqualTo("connect-" + side);
            assertThat(finding.message()).contains("pooler");
            assertThat(finding.remedy()).startsWith("Name the server itself");
            assertThat(searchPathOfApplications(pooler)).isEqualTo("\"$user\", public");
        }
    }

    private static MigrationRequest through(PgBouncer pooler, String side) {
        var endpoint =
                new ServerEndpoint("127.0.0.1", pooler.port(), "mover", Optional.empty(), SslMode.PREFER, "postgres");
        return side.equals("source")
                ? between().from(endpoint).build()
                : between().to(endpoint).build();
    }

    private static String searchPathOfApplications(PgBouncer pooler) throws Exception {
        try (var session = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/postgres?user=mover".formatted(pooler.port()));
                var statement = session.createStatement();
                var row = statement.executeQuery("SHOW search_path")) {
            row.next();
            return row.getString(1);
        }
    }
}
