package dev.pgconvoy.secret;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aSource;
import static dev.pgconvoy.fixture.Fixtures.anId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.PostgresUri;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No `toString` and no JSON of anything that holds a secret shows it, not even sealed ones in a log.
class NothingShowsTest {

    private static final Secret SECRET = new Secret("hunter2");

    @TempDir
    Path folder;

    @Test
    void a_secret_shows_in_no_form() {
        assertThat(SECRET).hasToString("[secret]");
        assertThat(Optional.of(SECRET)).hasToString("Optional[[secret]]");
        assertThat(new String(EventJson.write(SECRET), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("hunter2");
    }

    @Test
    void a_uri_does_not_show_its_password() {
        assertThat(PostgresUri.parse("postgres://mover:hunter2@old/shop").toString())
                .contains("mover")
                .doesNotContain("hunter2");
    }

    @Test
    void whatever_carries_a_sealed_password_does_not_show_it() {
        var sealed = SealKey.create(folder.resolve("seal.json"))
                .seal(SECRET, aSource().passwordUse(anId(), ServerSide.SOURCE));
        var source = new ServerEndpoint("old", 5432, "mover", Optional.of(sealed), SslMode.REQUIRE, "postgres");
        var request = aRequest().from(source).build();
        var requested = new MigrationRequested(request);
        var migration = Lifecycle.fold(null, requested, Fixtures.NOON);
        var task = new dev.pgconvoy.event.CopyTask(
                "t", CopyWork.RUN, anId(), "hash", 1, "shop", source, source, "snapshot", CopyWork.copyTables());

        assertThat(new Object[] {
                    sealed,
                    source,
                    request,
                    requested,
                    migration,
                    migration.next().status(),
                    task,
                    new EventCodec("/test", () -> Fixtures.NOON).envelope(requested, Optional.empty())
                })
                .allSatisfy(holder -> assertThat(holder.toString())
                        .doesNotContain(sealed.ciphertext())
                        .contains("Sealed[…]"));
    }
}
