package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.preflight.azure.TargetFacts;
import dev.pgconvoy.preflight.azure.TargetFacts.Server;
import dev.pgconvoy.preflight.azure.TargetResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Azure's own SDK against a server of https that answers as Azure does.
class ResourceManagerFactsTest {

    private static final TargetResource TARGET = new TargetResource("s-1", "databases-eu", "flex-eu-1");
    private static final String SERVER =
            "/subscriptions/s-1/resourceGroups/databases-eu/providers/Microsoft.DBforPostgreSQL/flexibleServers/flex-eu-1";
    private static final String EXTENSIONS = SERVER + "/configurations/azure.extensions";
    private static final String ALLOWED_FILES = "pgconvoy.secrets.file";

    @TempDir
    static Path folder;

    private static SelfSigned certificate;

    private ResourceManager azure;
    private TargetFacts facts;

    @BeforeAll
    static void certify() throws IOException {
        certificate = SelfSigned.in(folder);
        Files.writeString(folder.resolve("token"), "a token that nobody checks");
    }

    @BeforeEach
    void start() throws IOException {
        System.setProperty(ALLOWED_FILES, folder.toString());
        azure = new ResourceManager(certificate);
        var settings = Map.of(
                "pgconvoy.azure.resource-manager-endpoint", azure.address(),
                "pgconvoy.azure.certificates", certificate.pem().toString(),
                "pgconvoy.azure.token", "file:" + folder.resolve("token"));
        facts = ResourceManagerFacts.of(
                AzureConnection.of(AzureSettings.read(name -> Optional.ofNullable(settings.get(name)))),
                TARGET,
                Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        azure.close();
        System.clearProperty(ALLOWED_FILES);
    }

    @Test
    void a_server_is_read() {
        azure.answers(SERVER, 200, """
                {'id': '%s', 'name': 'flex-eu-1', 'type': 'Microsoft.DBforPostgreSQL/flexibleServers',
                 'location': 'West Europe', 'sku': {'name': 'Standard_D4ds_v5', 'tier': 'GeneralPurpose'},
                 'properties': {'state': 'Ready', 'version': '17', 'minorVersion': '5',
                                'storage': {'storageSizeGB': 128, 'autoGrow': 'Enabled', 'iops': 500}}}
                """.formatted(SERVER));

        assertThat(facts.server())
                .contains(new Server(
                        Optional.of("Ready"),
                        Optional.of("17"),
                        Optional.of("Standard_D4ds_v5 (GeneralPurpose)"),
                        OptionalInt.of(128),
                        true));
    }

    @Test
    void a_server_of_which_little_is_told_is_read_too() {
        azure.answers(SERVER, 200, """
                {'id': '%s', 'name': 'flex-eu-1', 'location': 'westeurope', 'properties': {'state': 'Dreaming'}}
                """.formatted(SERVER));

        assertThat(facts.server())
                .contains(new Server(
                        Optional.of("Dreaming"), Optional.empty(), Optional.empty(), OptionalInt.empty(), false));
    }

    @Test
    void what_azure_does_not_know_is_empty() {
        assertThat(facts.server()).isEmpty();
        assertThat(facts.parameter("azure.extensions")).isEmpty();
        assertThat(facts.migration("move-1")).isEmpty();
        assertThat(facts.activeMigrations()).isEmpty();
        assertThat(azure.asked()).hasSize(4);
    }

    @Test
    void a_parameter_is_read() {
        azure.answers(EXTENSIONS, 200, """
                {'id': '%s', 'name': 'azure.extensions',
                 'properties': {'value': 'PG_TRGM,HSTORE', 'dataType': 'Set', 'isReadOnly': false}}
                """.formatted(EXTENSIONS));

        assertThat(facts.parameter("azure.extensions")).contains("PG_TRGM,HSTORE");
    }

    @Test
    void migrations_are_read() {
        azure.answers(SERVER + "/migrations", 200, """
                {'value': [{'id': '%1$s/migrations/move-1', 'name': 'move-1', 'location': 'westeurope',
                            'properties': {'currentStatus': {'state': 'InProgress'}}},
                           {'id': '%1$s/migrations/move-2', 'name': 'move-2', 'location': 'westeurope'}]}
                """.formatted(SERVER));
        azure.answers(SERVER + "/migrations/move-1", 200, """
                {'id': '%s/migrations/move-1', 'name': 'move-1', 'location': 'westeurope',
                 'properties': {'currentStatus': {'state': 'Failed', 'error': 'There is already an active one.'}}}
                """.formatted(SERVER));

        assertThat(facts.activeMigrations()).containsExactly("move-1", "move-2");
        assertThat(azure.asked().getFirst()).contains("migrationListFilter=Active");
        assertThat(facts.migration("move-1")).contains("Failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void while_azure_is_throttling_or_out_it_is_asked_again(int status) {
        azure.refuses(EXTENSIONS, status, "TooManyRequests", "Later.");
        azure.answers(EXTENSIONS, status, Map.of("Retry-After", "0"), "");
        azure.answers(EXTENSIONS, 200, "{'name': 'azure.extensions', 'properties': {'value': 'HSTORE'}}");

        assertThat(facts.parameter("azure.extensions")).contains("HSTORE");
        assertThat(azure.asked()).hasSize(3);
    }

    @ParameterizedTest(name = "{0}: {2} after {3} attempts")
    @CsvSource({
        "503, ServiceUnavailable,  SERVER_UNAVAILABLE,    4",
        "403, AuthorizationFailed, PERMISSION_DENIED,     1",
        "401, InvalidToken,        AUTHENTICATION_FAILED, 1",
        "400, BadRequest,          REQUEST_REFUSED,       1",
    })
    void what_it_does_not_answer_is_a_failure_in_its_words(int status, String code, FailureCode failure, int attempts) {
        azure.refuses(SERVER, status, code, "The client does not have authorization.");

        var thrown = catchThrowableOfType(MigrationException.class, facts::server);

        assertThat(thrown.failure().code()).isEqualTo(failure);
        assertThat(thrown.failure().object()).isEqualTo("Azure server flex-eu-1 in databases-eu");
        assertThat(thrown.failure().message()).contains(String.valueOf(status), code, "authorization");
        assertThat(azure.asked()).hasSize(attempts);
    }

    @Test
    void a_server_that_asks_for_a_long_wait_gets_a_short_one() {
        var persistence = new AzureCallRetry("it", Duration.ofMillis(500));

        assertThat(persistence.pauseAfter(1, new IllegalStateException())).isEqualTo(Duration.ofMillis(500));
        assertThat(persistence.pauseAfter(3, new IllegalStateException())).isEqualTo(Duration.ofSeconds(2));
        assertThat(persistence.pauseAfter(12, new IllegalStateException())).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void an_endpoint_that_is_gone_is_a_connection_that_is_lost() {
        azure.close();

        var thrown = catchThrowableOfType(MigrationException.class, facts::server);

        assertThat(thrown.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST);
    }
}
