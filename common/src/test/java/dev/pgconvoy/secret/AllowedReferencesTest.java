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
    })
    void by_default(String reference, boolean allowed) {
        assertThat(allows(AllowedReferences.DEFAULTS, reference)).isEqualTo(allowed);
    }

    @Test
    void a_setting_takes_the_place_of_the_default_and_the_property_that_of_the_variable() {
        var environment = Map.of("PGCONVOY_SECRETS_ENV", "DB_*, OTHER", "PGCONVOY_SECRETS_FILE", "/a\\,b/,/c");
        var properties = Map.of("pgconvoy.secrets.env", "");

        assertThat(AllowedReferences.configured(Map.<String, String>of()::get, environment::get))
                .isEqualTo(new AllowedReferences(List.of("DB_*", "OTHER"), List.of(Path.of("/a,b"), Path.of("/c"))));
        assertThat(AllowedReferences.configured(properties::get, environment::get)
                        .variables())
                .isEmpty();
        assertThat(AllowedReferences.configured(Map.<String, String>of()::get, Map.<String, String>of()::get))
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
    }

    @Test
    void a_single_file_may_be_allowed_without_its_neighbours() {
        var one = AllowedReferences.exactly(List.of(SecretRef.parse("file:/home/me/a,b"), SecretRef.parse("env:MINE")));

        assertThat(allows(one, "file:/home/me/a,b")).isTrue();
        assertThat(allows(one, "file:/home/me/c")).isFalse();
        assertThat(allows(one, "env:MINE")).isTrue();
        assertThat(allows(one, "env:MINE2")).isFalse();
    }

    @Test
    void what_is_handed_to_a_service_is_read_there_as_it_was_meant() {
        var meant = AllowedReferences.DEFAULTS.and(
                AllowedReferences.exactly(List.of(SecretRef.parse("file:/home/me/a,b"), SecretRef.parse("env:MINE"))));

        assertThat(AllowedReferences.configured(meant.settings()::get, Map.<String, String>of()::get))
                .isEqualTo(meant);
    }

    private static AllowedReferences configured(String property, String value) {
        return AllowedReferences.configured(Map.of(property, value)::get, Map.<String, String>of()::get);
    }

    private static boolean allows(AllowedReferences allowed, String reference) {
        return switch (SecretRef.parse(reference)) {
            case SecretRef.Env env -> allowed.allows(env);
            case SecretRef.SecretFile file -> allowed.allows(file);
            case SecretRef.KeyVault _, SecretRef.Sealed _ -> throw new IllegalArgumentException(reference);
        };
    }
}
