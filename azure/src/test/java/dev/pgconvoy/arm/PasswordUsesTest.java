package dev.pgconvoy.arm;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aSource;
import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.ServerSide;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordUsesTest {

    @Test
    void our_workers_log_in_to_the_servers_that_are_named() {
        var request = aRequest().build();

        assertThat(PasswordUses.of(request, ServerSide.SOURCE))
                .isEqualTo(use(ServerSide.SOURCE, "old.example.org", 5432));
        assertThat(PasswordUses.of(request, ServerSide.TARGET))
                .isEqualTo(use(ServerSide.TARGET, "new.example.org", 5432));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            evil.example.org:5433@somebody | evil.example.org | 5433
            [fd00::7]:5432                 | fd00::7          | 5432
            /subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/other | other.postgres.database.azure.com | 5432
            something else                 | something else   | 0
            """)
    void azures_service_logs_in_to_the_source_that_the_resource_id_names(String resourceId, String host, int port) {
        assertThat(PasswordUses.of(onAzure("new.example.org", Optional.of(resourceId)), ServerSide.SOURCE))
                .isEqualTo(use(ServerSide.SOURCE, host, port));
    }

    @Test
    void without_a_resource_id_it_is_made_of_the_source() {
        assertThat(PasswordUses.of(onAzure("new.example.org", Optional.empty()), ServerSide.SOURCE))
                .isEqualTo(use(ServerSide.SOURCE, "old.example.org", 5432));
    }

    @ParameterizedTest
    @CsvSource({
        "flex-eu-1.postgres.database.azure.com, flex-eu-1.postgres.database.azure.com",
        "Flex-EU-1.postgres.database.usgovcloudapi.net, flex-eu-1.postgres.database.usgovcloudapi.net",
        "evil.example.org, flex-eu-1.postgres.database.azure.com",
        "other.postgres.database.azure.com, flex-eu-1.postgres.database.azure.com",
    })
    void azures_service_logs_in_to_the_target_of_the_id(String host, String used) {
        assertThat(PasswordUses.of(onAzure(host, Optional.empty()), ServerSide.TARGET))
                .isEqualTo(use(ServerSide.TARGET, used, 5432));
    }

    private static MigrationRequest onAzure(String target, Optional<String> resourceId) {
        return aRequest()
                .onAzure()
                .from(aSource())
                .to(new ServerEndpoint(target, 6432, "mover", Optional.empty(), SslMode.REQUIRE, "postgres"))
                .azure(new AzureResource(
                        Optional.empty(), Optional.empty(), Optional.empty(), "OnPremises", resourceId))
                .build();
    }

    private static PasswordUse use(ServerSide side, String host, int port) {
        return new PasswordUse(anId().toString(), side, host, port, "mover");
    }
}
