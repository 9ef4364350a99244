package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.fixture.Fixtures.anAzureResource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.application.ExamineTarget;
import dev.pgconvoy.preflight.azure.AzureAccess;
import dev.pgconvoy.preflight.azure.FakeFacts;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretResolver;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A real source beside what Azure says of the target.
class TargetInAzureIT extends TwoServers {

    private final ExamineServers withAzure = new ExamineServers(
            new JdbcAccess(
                    new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(2)),
                    Duration.ofSeconds(5)),
            () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_018)),
            new ExamineTarget(Optional.of(new AzureAccess(
                    Optional.empty(),
                    Optional.empty(),
                    _ -> FakeFacts.ready(),
                    (_, _) -> new Secret(""),
                    AllowedScopes.ANY))));

    @Test
    void the_sources_extensions_and_size_are_compared_with_the_target() throws SQLException {
        source.runIn("stock", "CREATE EXTENSION hstore; CREATE EXTENSION citext");

        var findings = withAzure.examine(onAzure("stock")).findings();

        assertThat(findings)
                .filteredOn(finding -> finding.code().equals("603108"))
                .extracting(Finding::object)
                .containsExactly("extension citext in \"stock\"");
        assertThat(findings)
                .filteredOn(finding -> finding.check().startsWith("target-storage"))
                .isEmpty();
        assertThat(findings)
                .extracting(Finding::code)
                .contains("PGC3103", "PGC3201")
                .doesNotContain("PGC1000");
    }

    private static MigrationRequest onAzure(String database) {
        var request = between().of(database).build();
        return new MigrationRequest(
                request.id(),
                request.source(),
                request.target(),
                request.databases(),
                request.options(),
                Optional.of(anAzureResource()));
    }
}
