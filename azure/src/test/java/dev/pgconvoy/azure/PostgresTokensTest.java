package dev.pgconvoy.azure;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.secret.SecretRef;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class PostgresTokensTest {

    private static final SecretRef.EntraToken OURS = new SecretRef.EntraToken(Optional.empty());

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final List<String> scopes = new ArrayList<>();

    @Test
    void a_token_is_used_until_shortly_before_it_ends() {
        var tokens = tokens(oneForAnHour(), Map.of());

        assertThat(value(tokens)).isEqualTo("token 1");
        now.set(NOON.plusSeconds(54 * 60));
        assertThat(value(tokens)).isEqualTo("token 1");
        now.set(NOON.plusSeconds(56 * 60));
        assertThat(value(tokens)).isEqualTo("token 2");
    }

    @ParameterizedTest
    @CsvSource({
        "public, https://ossrdbms-aad.database.windows.net/.default",
        "government, https://ossrdbms-aad.database.usgovcloudapi.net/.default",
        "china, https://ossrdbms-aad.database.chinacloudapi.cn/.default",
    })
    void each_cloud_has_its_own_scope(String cloud, String scope) {
        value(tokens(oneForAnHour(), Map.of("pgconvoy.azure.cloud", cloud)));

        assertThat(scopes).containsExactly(scope);
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.us, https://ossrdbms-aad.database.usgovcloudapi.net/.default",
        "https://login.example.org/, https://ossrdbms-aad.database.windows.net/.default",
    })
    void a_cloud_of_ones_own_has_that_of_its_authority(String authority, String scope) {
        value(tokens(
                oneForAnHour(),
                Map.of(
                        "pgconvoy.azure.resource-manager-endpoint",
                        "https://arm.example.org",
                        "pgconvoy.azure.authority-host",
                        authority)));

        assertThat(scopes).containsExactly(scope);
    }

    @Test
    void no_token_is_told_by_the_reference_with_the_remedy() {
        TokenCredential none = _ -> Mono.error(new ClientAuthenticationException("no identity here\nat all", null));

        var thrown = catchThrowableOfType(MigrationException.class, () -> value(tokens(none, Map.of())));

        assertThat(thrown.failure().code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(thrown.failure().object()).isEqualTo("entra:");
        assertThat(thrown.failure().message()).isEqualTo("Azure gave no token: no identity here");
        assertThat(thrown.failure().remedy()).contains("managed identity");
    }

    private TokenCredential oneForAnHour() {
        return request -> {
            scopes.addAll(request.getScopes());
            var until = now.get().plusSeconds(3_600).atOffset(ZoneOffset.UTC);
            return Mono.just(new AccessToken("token " + scopes.size(), until));
        };
    }

    private PostgresTokens tokens(TokenCredential credential, Map<String, String> settings) {
        var read = AzureSettings.read(name -> Optional.ofNullable(settings.get(name)));
        var connection = AzureConnection.of(read);
        return new PostgresTokens(
                new AzureConnection(connection.http(), credential, connection.profile(), read), now::get);
    }

    private static String value(PostgresTokens tokens) {
        return tokens.token(OURS).use(value -> value);
    }
}
