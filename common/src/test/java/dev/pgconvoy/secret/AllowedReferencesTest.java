package dev.pgconvoy.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedReferencesTest {

    @ParameterizedTest
    @CsvSource({
        "env:PGCONVOY_SOURCE_PASSWORD, true",
        "env:PGCONVOY_SHOP_7_PASSWORD, true",
        "env:PGCONVOY_SEAL_KEY_FILE, false",
        "env:MY_PGCONVOY_SOURCE_PASSWORD, false",
        "env:PGCONVOY_SOURCE_PASSWORDS, false",
        "env:KAFKA_SASL_JAAS_CONFIG, false",
        "file:/run/secrets/shop, true",
        "file:/etc/pgconvoy/secrets/shop, true",
        "file:/run/secrets/kubernetes.io/serviceaccount/token, false",
        "file:/run/secrets/../../etc/shadow, false",
        "file:/run/secrets/./shop, false",
        "file:/run/secretshop, false",
        "file:/etc/shadow, false",
        "keyvault:https://v.vault.azure.net/secrets/p, false",
    })
    void by_default(String reference, boolean allowed) {
        assertThat(allows(AllowedReferences.DEFAULTS, reference)).isEqualTo(allowed);
    }

    @Test
    void a_setting_takes_the_place_of_the_default_and_the_property_that_of_the_variable() {
        var environment = Map.of("PGCONVOY_SECRETS_ENV", "DB_*, OTHER", "PGCONVOY_SECRETS_FILE", "/a\\,b/,/c");
        var properties = Map.of("pgconvoy.secrets.env", "");

        assertThat(ReferenceSettings.read(Map.<String, String>of()::get, environment::get))
                .isEqualTo(new AllowedReferences(List.of("DB_*", "OTHER"), List.of(Path.of("/a,b"), Path.of("/c"))));
        assertThat(ReferenceSettings.read(properties::get, environment::get).variables())
                .isEmpty();
        assertThat(ReferenceSettings.read(Map.<String, String>of()::get, Map.<String, String>of()::get))
                .isEqualTo(AllowedReferences.DEFAULTS);
    }

    @Test
    void a_setting_that_means_nothing_is_refused_by_its_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured("pgconvoy.secrets.env", "DB-1"))
                .withMessage("pgconvoy.secrets.env: 'DB-1' is not a name, perhaps with *");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured("pgconvoy.secrets.file", "secrets"))
                .withMessage("pgconvoy.secrets.file: 'secrets' is not an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured("pgconvoy.secrets.keyvault", "https://ours.vault.azure.net"))
                .withMessage(
                        "pgconvoy.secrets.keyvault: 'https://ours.vault.azure.net' is not a host name, perhaps with *");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> configured("pgconvoy.secrets.entra", ".azure.com"))
                .withMessage("pgconvoy.secrets.entra: '.azure.com' is not a host name, perhaps with *");
    }

    @Test
    void a_single_file_may_be_allowed_without_its_neighbours() {
        var one = AllowedReferences.exactly(List.of(SecretRef.parse("file:/home/me/a,b"), SecretRef.parse("env:MINE")));

        assertThat(allows(one, "file:/home/me/a,b")).isTrue();
        assertThat(allows(one, "file:/home/me/c")).isFalse();
        assertThat(allows(one, "env:MINE")).isTrue();
        assertThat(allows(one, "env:MINE2")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "keyvault:https://ours.vault.azure.net/secrets/p, true",
        "keyvault:https://OURS.vault.azure.net/secrets/p/7, true",
        "keyvault:https://ours.vault.azure.net:8443/secrets/p, false",
        "keyvault:https://theirs.vault.azure.net/secrets/p, false",
        "keyvault:https://ours.vault.azure.net.evil.example/secrets/p, false",
        "keyvault:https://oursxvault.azure.net/secrets/p, false",
        "keyvault:https://team-1.vault.example:8443/secrets/p, true",
    })
    void a_vault_is_allowed_by_its_host(String reference, boolean allowed) {
        var ours = configured("pgconvoy.secrets.keyvault", "ours.vault.azure.net, team-*.vault.example:8443");

        assertThat(allows(ours, reference)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "orders.postgres.database.azure.com, true",
        "ORDERS.postgres.database.azure.com, true",
        "orders.private.postgres.database.azure.com, true",
        "orders.postgres.database.usgovcloudapi.net, true",
        "orders.postgres.database.chinacloudapi.cn, true",
        "postgres.database.azure.com, false",
        "orders.postgres.database.azure.com.evil.example, false",
        "orderspostgres.database.azure.com, false",
        "evil.example, false",
        "10.0.0.7, false",
        "::1, false",
    })
    void tokens_go_to_servers_that_azure_names_and_nowhere_else(String host, boolean allowed) {
        assertThat(AllowedReferences.DEFAULTS.allowsTokensTo(host)).isEqualTo(allowed);
        assertThat(configured("pgconvoy.secrets.entra", "").allowsTokensTo(host))
                .isFalse();
        assertThat(configured("pgconvoy.secrets.entra", host.contains(":") ? "x" : host)
                        .allowsTokensTo(host))
                .isEqualTo(!host.contains(":"));
    }

    @Test
    void who_names_a_token_for_a_host_allows_it_there() {
        var token = SecretRef.parse("entra:");

        assertThat(AllowedReferences.exactly(List.of(token), List.of("mine.example"))
                        .allowsTokensTo("mine.example"))
                .isTrue();
        assertThat(AllowedReferences.exactly(List.of(), List.of("mine.example")).tokenHosts())
                .isEmpty();
        assertThat(AllowedReferences.exactly(List.of(token)).tokenHosts()).isEmpty();
    }

    @Test
    void what_is_handed_to_a_service_is_read_there_as_it_was_meant() {
        var named = List.of(
                SecretRef.parse("file:/home/me/a,b"),
                SecretRef.parse("env:MINE"),
                SecretRef.parse("keyvault:https://ours.vault.azure.net/secrets/p"),
                SecretRef.parse("entra:"));
        var meant = AllowedReferences.DEFAULTS.and(AllowedReferences.exactly(named, List.of("mine.example")));

        assertThat(ReferenceSettings.read(meant.settings()::get, Map.<String, String>of()::get))
                .isEqualTo(meant);
    }

    private static AllowedReferences configured(String property, String value) {
        return ReferenceSettings.read(Map.of(property, value)::get, Map.<String, String>of()::get);
    }

    private static boolean allows(AllowedReferences allowed, String reference) {
        return switch (SecretRef.parse(reference)) {
            case SecretRef.Env env -> allowed.allows(env);
            case SecretRef.SecretFile file -> allowed.allows(file);
            case SecretRef.KeyVault vault -> allowed.allows(vault);
            case SecretRef.EntraToken _, SecretRef.Sealed _ -> throw new IllegalArgumentException(reference);
        };
    }
}
