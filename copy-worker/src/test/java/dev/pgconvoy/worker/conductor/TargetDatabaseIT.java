package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.SslMode;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetDatabaseIT {

    private static final MigrationId ID = MigrationId.parse("target/databases");

    @Test
    void a_database_whose_drop_was_interrupted_is_named_when_stopping_and_replaced_when_going_on() throws Exception {
        try (var server = EmbeddedPostgres.start();
                var admin = server.getPostgresDatabase().getConnection();
                var statement = admin.createStatement()) {
            var database = new TargetDatabase(
                    new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                    new ServerEndpoint(
                            "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                    ID,
                    admin,
                    "shop");
            database.create(admin, 1);
            assertThat(database.claim(2, false)).isTrue();
            statement.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'shop'");

            assertThat(database.close()).isTrue();
            assertThat(database.claim(3, true)).isFalse();

            database.create(admin, 3);
            assertThat(database.isUnfinished()).isTrue();
            assertThat(database.close()).isTrue();
        }
    }
}
