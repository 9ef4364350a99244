package dev.pgconvoy.postgres;

import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.CloudSecrets;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tokens in place of passwords: to whom they go, and when.
class ServerConnectorTest {

    private static final String AZURES = "orders.postgres.database.azure.com";

    private final List<SecretRef> asked = new ArrayList<>();
    private final ServerConnector connector = new ServerConnector(
            new SecretResolver(Optional.empty(), AllowedReferences.DEFAULTS).with(new CloudSecrets() {
                @Override
                public Secret keyVault(SecretRef.KeyVault reference) {
                    throw new AssertionError("no vault is allowed");
                }

                @Override
                public Secret postgresToken(SecretRef.EntraToken reference) {
                    asked.add(reference);
                    return new Secret("token " + asked.size());
                }
            }),
            Duration.ofSeconds(1));

    @ParameterizedTest
    @EnumSource(names = {"VERIFY_CA", "VERIFY_FULL"})
    void each_connection_gets_a_token_of_its_own(SslMode mode) {
        assertThat(password(AZURES, mode)).isEqualTo("token 1");
        assertThat(password(AZURES, mode)).isEqualTo("token 2");
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLE", "ALLOW", "PREFER", "REQUIRE"})
    void a_token_does_not_go_where_somebody_else_may_get_it(SslMode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoint(AZURES, mode))
                .withMessage("a token (entra:) needs sslMode verify-full or verify-ca");
    }

    @ParameterizedTest
    @EnumSource(names = {"DISABLE", "ALLOW", "PREFER"})
    void on_this_machine_it_is_at_least_encrypted(SslMode mode) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endpoint("localhost", mode))
                .withMessage("a token (entra:) needs sslMode require, verify-ca or verify-full");
        assertThat(endpoint("localhost", SslMode.REQUIRE).sslMode()).isEqualTo(SslMode.REQUIRE);
    }

    @Test
    void a_token_does_not_go_to_anybody_else() {
        var failure = failure("orders.evil.example", SslMode.VERIFY_FULL);

        assertThat(failure.message()).startsWith("Tokens are not sent to this host; pgconvoy.secrets.entra allows");
        assertThat(failure.remedy()).contains("PGCONVOY_SECRETS_ENTRA");
        assertThat(asked).isEmpty();
    }

    @Test
    void a_connection_asks_for_its_token_too() {
        var thrown = catchThrowableOfType(
                MigrationException.class,
                () -> connector.open(
                        ServerSide.SOURCE,
                        endpoint("nowhere.evil.example", SslMode.VERIFY_FULL),
                        "shop",
                        anId(),
                        "test"));

        assertThat(thrown.failure().object()).isEqualTo("entra: for nowhere.evil.example");
    }

    private String password(String host, SslMode mode) {
        return connector
                .libpqEnvironment(ServerSide.SOURCE, endpoint(host, mode), "shop", anId())
                .get("PGPASSWORD");
    }

    private Failure failure(String host, SslMode mode) {
        return catchThrowableOfType(MigrationException.class, () -> password(host, mode))
                .failure();
    }

    private static ServerEndpoint endpoint(String host, SslMode mode) {
        return new ServerEndpoint(host, 5432, "mover", Optional.of(SecretRef.parse("entra:")), mode, "postgres");
    }
}
