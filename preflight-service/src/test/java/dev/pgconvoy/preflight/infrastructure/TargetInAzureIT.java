package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.fixture.Fixtures.anAzureResource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.AzureResource;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A real source beside what Azure says of the target, whose answers are made up: there
/// is no Azure here.
class TargetInAzureIT extends TwoServers {

    private static ExamineServers examining(FakeFacts facts) {
        return new ExamineServers(
                new JdbcAccess(
                        new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(2)),
                        Duration.ofSeconds(5)),
                () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_018)),
                new ExamineTarget(Optional.of(new AzureAccess(
                        Optional.empty(), Optional.empty(), _ -> facts, (_, _) -> new Secret(""), AllowedScopes.ANY))));
    }

    @Test
    void the_sources_extensions_and_size_are_compared_with_the_target() throws SQLException {
        source.runIn("stock", "CREATE EXTENSION hstore; CREATE EXTENSION citext");

        var findings = examining(FakeFacts.ready())
                .examine(onAzure(between().of("stock").build()))
                .findings();

        assertThat(findings)
                .filteredOn(finding -> finding.code().equals("603108"))
                .extracting(Finding::object)
                .containsExactly("extension citext in \"stock\"");
        assertThat(findings)
                .filteredOn(finding -> finding.check().startsWith("target-storage"))
                .isEmpty();
        assertThat(findings)
                .extracting(Finding::code)
                .contains("PGC3103", "PGC3105", "PGC3201")
                .doesNotContain("PGC1000");
    }

    @Test
    void that_azure_is_not_asked_is_told_where_nobody_says_where_the_target_is() {
        var nowhere =
                new AzureResource(Optional.empty(), Optional.empty(), Optional.empty(), "OnPremises", Optional.empty());
        var request = between().of("Lager & Co").build();

        assertThat(examining(FakeFacts.ready()).examine(in(nowhere, request)).findings())
                .extracting(Finding::severity, Finding::code)
                .containsExactly(tuple(Severity.INFO, "PGC3003"));
    }

    @Test
    void a_server_that_azure_does_not_know_and_a_question_that_it_refuses_are_warnings() {
        var request = onAzure(between().of("Lager & Co").build());

        assertThat(examining(FakeFacts.withoutServer()).examine(request).findings())
                .extracting(Finding::severity, Finding::code)
                .contains(tuple(Severity.WARNING, "PGC3101"));
        assertThat(examining(FakeFacts.refusing(Map.of("server", FailureCode.SERVER_UNAVAILABLE)))
                        .examine(request)
                        .findings())
                .extracting(Finding::severity, Finding::code)
                .contains(tuple(Severity.WARNING, "PGC3004"));
        assertThat(examining(FakeFacts.refusing(Map.of("server", FailureCode.PERMISSION_DENIED)))
                        .examine(request)
                        .findings())
                .extracting(Finding::severity, Finding::code)
                .contains(tuple(Severity.WARNING, "PGC3005"));
    }

    /// The files of a `pg_cron` stand for it: its library is not on this machine.
    @Test
    void a_library_that_is_not_preloaded_is_an_error_where_nothing_can_be_created_without_it() throws Exception {
        try (var old = OpenServer.startOld(folder.resolve("old"))) {
            for (var server : List.of(old, source)) {
                var control = server.extensionFolder().resolve("pg_cron.control");
                var script = server.extensionFolder().resolve("pg_cron--1.0.sql");
                try {
                    Files.writeString(control, "default_version = '1.0'");
                    Files.writeString(script, "SELECT 1;");
                    server.run("CREATE DATABASE scheduled");
                    server.runIn("scheduled", "CREATE EXTENSION pg_cron; CREATE EXTENSION pg_stat_statements");

                    assertThat(preloaded("", server))
                            .containsExactlyInAnyOrder(
                                    "ERROR 603109 extension pg_cron in \"scheduled\"",
                                    "WARNING 603109 extension pg_stat_statements in \"scheduled\"");
                    assertThat(preloaded("pg_stat_statements,pg_cron", server)).isEmpty();
                } finally {
                    Files.deleteIfExists(control);
                    Files.deleteIfExists(script);
                }
            }
        }
        source.run("DROP DATABASE scheduled");
    }

    private static List<String> preloaded(String libraries, OpenServer server) {
        var request = onAzure(between().from(server.as("mover")).of("scheduled").build());
        return examining(FakeFacts.preloading(libraries)).examine(request).findings().stream()
                .filter(finding -> finding.check().equals("target-preloaded-libraries"))
                .map(finding -> "%s %s %s".formatted(finding.severity(), finding.code(), finding.object()))
                .toList();
    }

    private static MigrationRequest onAzure(MigrationRequest request) {
        return in(anAzureResource(), request);
    }

    private static MigrationRequest in(AzureResource resource, MigrationRequest request) {
        return new MigrationRequest(
                request.id(),
                request.source(),
                request.target(),
                request.databases(),
                request.options(),
                Optional.of(resource));
    }
}
