package dev.pgconvoy.azure;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.azure.core.management.AzureEnvironment;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.secret.SecretRef;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureSettingsTest {

    @Test
    void nothing_needs_to_be_set() {
        var settings = read(Map.of());

        assertThat(settings.environment()).isSameAs(AzureEnvironment.AZURE);
        assertThat(settings.tenantId()).isEmpty();
        assertThat(settings.token()).isEmpty();
        assertThat(settings.certificates()).isEmpty();
    }

    @Test
    void everything_may_be_set_and_blanks_do_not_count() {
        var settings = read(Map.of(
                "tenant-id", " t-1 ",
                "subscription-id", "s-1",
                "resource-group", "rg",
                "managed-identity-client-id", "c-1",
                "certificates", "/etc/ssl/ours.pem",
                "token", "env:ARM_TOKEN",
                "cloud", "  "));

        assertThat(settings)
                .isEqualTo(new AzureSettings(
                        AzureEnvironment.AZURE,
                        Optional.of("t-1"),
                        Optional.of("s-1"),
                        Optional.of("rg"),
                        Optional.of("c-1"),
                        Optional.of(Path.of("/etc/ssl/ours.pem")),
                        Optional.of(SecretRef.parse("env:ARM_TOKEN")),
                        AllowedScopes.ANY));
    }

    @Test
    void each_cloud_has_its_endpoints() {
        assertThat(read(Map.of("cloud", "Government")).environment()).isSameAs(AzureEnvironment.AZURE_US_GOVERNMENT);
        assertThat(read(Map.of("cloud", "china")).environment()).isSameAs(AzureEnvironment.AZURE_CHINA);
    }

    @Test
    void an_endpoint_makes_a_cloud_of_its_own() {
        var custom = read(Map.of("resource-manager-endpoint", "https://localhost:8443/"))
                .environment();

        assertThat(custom.getResourceManagerEndpoint()).isEqualTo("https://localhost:8443");
        assertThat(custom.getManagementEndpoint()).isEqualTo("https://localhost:8443");
        assertThat(custom.getActiveDirectoryEndpoint()).isEqualTo(AzureEnvironment.AZURE.getActiveDirectoryEndpoint());
        var withAuthority = read(Map.of(
                        "resource-manager-endpoint",
                        "https://localhost:8443",
                        "authority-host",
                        "https://login.example.org"))
                .environment();
        assertThat(withAuthority.getActiveDirectoryEndpoint()).isEqualTo("https://login.example.org/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cloud                     | cumulus           | pgconvoy.azure.cloud must be public, government, china or custom
            cloud                     | custom            | pgconvoy.azure.cloud custom needs pgconvoy.azure.resource-manager-endpoint
            resource-manager-endpoint | http://localhost  | pgconvoy.azure.resource-manager-endpoint must be an https:// address
            resource-manager-endpoint | https://          | pgconvoy.azure.resource-manager-endpoint must be an https:// address
            resource-manager-endpoint | not an address    | pgconvoy.azure.resource-manager-endpoint must be an https:// address
            authority-host            | https://a.example | pgconvoy.azure.authority-host is for the cloud custom, but pgconvoy.azure.cloud is public
            token                     | hunter2           | pgconvoy.azure.token must be env:NAME or file:/path
            token                     | entra:            | pgconvoy.azure.token must be env:NAME or file:/path
            token                     | keyvault:https://v.example/secrets/t | pgconvoy.azure.token must be env:NAME or file:/path
            """)
    void what_is_wrong_is_told_by_its_setting(String name, String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(name, value)))
                .withMessage(message)
                .withNoCause();
    }

    @Test
    void an_endpoint_beside_a_known_cloud_is_a_contradiction() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("cloud", "china", "resource-manager-endpoint", "https://localhost:8443")))
                .withMessage("pgconvoy.azure.resource-manager-endpoint is for the cloud custom,"
                        + " but pgconvoy.azure.cloud is china");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s-1      | databases-eu  |
            S-1      | Databases-EU  |
            s-2      | databases-eu  | subscription s-2: This subscription is not allowed here; pgconvoy.azure.allowed-subscriptions allows s-1.
            s-1      | production    | resource group production: This resource group is not allowed here; pgconvoy.azure.allowed-resource-groups allows databases-*.
            """)
    void our_identity_acts_where_it_is_allowed_and_nowhere_else(String subscription, String group, String refusal) {
        var settings = read(Map.of("allowed-subscriptions", "s-1", "allowed-resource-groups", "databases-*"));
        var request = aRequest()
                .azure(new AzureResource(
                        Optional.of(subscription),
                        Optional.of(group),
                        Optional.empty(),
                        "OnPremises",
                        Optional.empty()))
                .build();

        if (refusal == null) {
            assertThat(settings.resourceOf(request)).isPresent();
        } else {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> settings.resourceOf(request))
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                    .withMessageStartingWith(refusal)
                    .withMessageContaining("PGCONVOY_AZURE_ALLOWED_");
        }
    }

    @Test
    void what_the_configuration_names_itself_must_be_allowed_too() {
        var settings =
                read(Map.of("subscription-id", "s-1", "resource-group", "rg", "allowed-resource-groups", "other"));

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> settings.resourceOf(aRequest().build()));
    }

    private static AzureSettings read(Map<String, String> settings) {
        var whole = new HashMap<String, String>();
        settings.forEach((name, value) -> whole.put("pgconvoy.azure." + name, value));
        return AzureSettings.read(name -> Optional.ofNullable(whole.get(name)));
    }
}
