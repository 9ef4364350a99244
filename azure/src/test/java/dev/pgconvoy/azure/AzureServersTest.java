package dev.pgconvoy.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.identity.CredentialUnavailableException;
import dev.pgconvoy.azure.AzureServer.Kind;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/// Answers have the form of the examples of Azure's REST specification.
class AzureServersTest {

    private static final String SUBSCRIPTION = "/subscriptions/" + SmallAzure.SUBSCRIPTION;
    private static final String FLEXIBLE_SERVERS =
            SUBSCRIPTION + "/providers/Microsoft.DBforPostgreSQL/flexibleServers";
    private static final String RESOURCES = SUBSCRIPTION + "/resources";
    private static final String OLD_SERVER =
            SUBSCRIPTION + "/resourceGroups/legacy/providers/Microsoft.DBforPostgreSQL/servers/archive";

    @TempDir
    Path folder;

    private SmallAzure azure;

    @BeforeEach
    void open() throws IOException {
        azure = new SmallAzure(folder);
        azure.answers(RESOURCES, "{\"value\": []}");
    }

    @AfterEach
    void close() {
        azure.close();
    }

    private static String flexible(String name, String state) {
        return """
                {
                  "sku": {"name": "Standard_D4s_v3", "tier": "GeneralPurpose"},
                  "properties": {
                    "fullyQualifiedDomainName": "%s.postgres.database.azure.com",
                    "version": "12", "minorVersion": "6", "administratorLogin": "cloudsa", "state": "%s",
                    "availabilityZone": "1",
                    "storage": {"storageSizeGB": 512, "autoGrow": "Enabled", "tier": "P20", "iops": 2300},
                    "authConfig": {"activeDirectoryAuth": "Disabled", "passwordAuth": "Enabled"},
                    "network": {"publicNetworkAccess": "Enabled"}
                  },
                  "location": "eastus", "tags": {"ElasticServer": "1"},
                  "id": "%s/%s", "name": "%s", "type": "Microsoft.DBforPostgreSQL/flexibleServers"
                }
                """.formatted(name, state, FLEXIBLE_SERVERS, name, name);
    }

    private AzureServers servers() {
        return new AzureServers(azure.clients());
    }

    private MigrationException refused(AzureServers servers) {
        return catchThrowableOfType(MigrationException.class, () -> servers.of(SmallAzure.SUBSCRIPTION));
    }

    @Test
    void flexible_servers_are_listed_by_name_from_every_page() {
        azure.answers(
                FLEXIBLE_SERVERS,
                "{\"value\": [%s], \"nextLink\": \"%s%s?api-version=1&$skiptoken=next\"}"
                        .formatted(flexible("shop", "Ready"), azure.endpoint(), FLEXIBLE_SERVERS),
                "{\"value\": [%s]}".formatted(flexible("crm", "Stopped")));

        var listed = servers().of(SmallAzure.SUBSCRIPTION);

        assertThat(listed).extracting(AzureServer::name).containsExactly("crm", "shop");
        assertThat(listed.getFirst())
                .isEqualTo(new AzureServer(
                        Kind.FLEXIBLE,
                        "crm",
                        Optional.of("crm.postgres.database.azure.com"),
                        Optional.of("cloudsa"),
                        Optional.of("12.6"),
                        Optional.of("Standard_D4s_v3"),
                        Optional.of(512L << 30),
                        "eastus",
                        Optional.of("Stopped")));
    }

    @Test
    void a_single_server_is_asked_for_what_the_list_of_resources_does_not_tell() {
        azure.answers(FLEXIBLE_SERVERS, "{\"value\": []}");
        azure.answers(RESOURCES, """
                {"value": [{"id": "%s", "name": "archive", "type": "Microsoft.DBforPostgreSQL/servers",
                  "location": "westeurope", "sku": {"name": "B_Gen5_2", "tier": "Basic"}}]}
                """.formatted(OLD_SERVER));
        azure.answers(OLD_SERVER, """
                {
                  "id": "%s", "name": "archive", "type": "Microsoft.DBforPostgreSQL/servers",
                  "location": "westeurope",
                  "sku": {"capacity": 2, "family": "Gen5", "name": "B_Gen5_2", "tier": "Basic"},
                  "properties": {
                    "storageProfile": {"storageMB": 5120, "backupRetentionDays": 7},
                    "administratorLogin": "cloudsa", "sslEnforcement": "Enabled", "userVisibleState": "Ready",
                    "fullyQualifiedDomainName": "archive.postgres.database.azure.com", "version": "9.6"
                  }
                }
                """.formatted(OLD_SERVER));

        assertThat(servers().of(SmallAzure.SUBSCRIPTION))
                .containsExactly(new AzureServer(
                        Kind.SINGLE,
                        "archive",
                        Optional.of("archive.postgres.database.azure.com"),
                        Optional.of("cloudsa@archive"),
                        Optional.of("9.6"),
                        Optional.of("B_Gen5_2"),
                        Optional.of(5120L << 20),
                        "westeurope",
                        Optional.of("Ready")));
    }

    @Test
    void without_an_identity_the_reason_names_how_to_sign_in() {
        var connection = AzureConnection.of(azure.settings());
        var nobody = new AzureServers(new ArmClients(new AzureConnection(
                connection.http(),
                _ -> Mono.error(new CredentialUnavailableException("no credential in the chain is available")),
                connection.profile(),
                connection.settings())));

        var failure = refused(nobody).failure();

        assertThat(failure.code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(failure.sentence())
                .contains("subscription " + SmallAzure.SUBSCRIPTION, "Azure gave no token", "az login");
        assertThat(azure.calls()).isEmpty();
    }

    @Test
    void who_may_not_see_it_is_told_the_role_that_is_enough() {
        azure.failsWith(SmallAzure.Answer.error(403, "AuthorizationFailed"));

        assertThat(refused(servers()).failure().remedy())
                .contains("--role Reader --scope /subscriptions/" + SmallAzure.SUBSCRIPTION);
    }
}
