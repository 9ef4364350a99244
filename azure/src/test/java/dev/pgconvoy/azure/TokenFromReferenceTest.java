package dev.pgconvoy.azure;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.core.credential.TokenRequestContext;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.secret.SecretRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFromReferenceTest {

    private static final TokenRequestContext ANY = new TokenRequestContext().addScopes("https://arm.example/.default");

    @TempDir
    Path folder;

    @Test
    void a_token_is_good_for_a_minute_whoever_asks() throws Exception {
        var reference = SecretRef.parse("file:" + Files.writeString(folder.resolve("token"), " t0ken \n"));
        var credential = new TokenFromReference(reference, () -> NOON);

        assertThat(credential.getTokenSync(ANY).getToken()).isEqualTo("t0ken");
        assertThat(credential.getTokenSync(ANY).getExpiresAt()).isEqualTo(OffsetDateTime.parse("2026-11-24T12:01:00Z"));
        assertThat(credential.getToken(ANY).block().getToken()).isEqualTo("t0ken");
    }

    @Test
    void who_configures_a_reference_allows_it() throws Exception {
        var reference = SecretRef.parse("file:" + Files.writeString(folder.resolve("any-name"), "t0ken"));

        assertThat(new TokenFromReference(reference, () -> NOON)
                        .getTokenSync(ANY)
                        .getToken())
                .isEqualTo("t0ken");
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() ->
                        new TokenFromReference(SecretRef.parse("env:NO_SUCH_TOKEN"), () -> NOON).getTokenSync(ANY))
                .withMessageStartingWith("env:NO_SUCH_TOKEN: The environment variable is not set.");
    }
}
