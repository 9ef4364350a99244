package dev.pgconvoy.worker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.TableName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is in recovery for ever, as a standby is.
class UnloggedOnStandbyIT {

    @TempDir
    static Path folder;

    @Test
    void what_is_unlogged_cannot_be_read_on_a_standby_and_is_left_out_of_the_catalog() throws Exception {
        var data = folder.resolve("data");
        try (var primary = FreshPostgres.in(data).start();
                var session = primary.getPostgresDatabase().getConnection()) {
            execute(session, "CREATE TABLE kept (id int)");
            execute(session, "CREATE UNLOGGED TABLE cache (id int GENERATED ALWAYS AS IDENTITY)");
            execute(session, "INSERT INTO cache DEFAULT VALUES");
            assertThat(new CatalogReader(session).unreadable()).isEmpty();
            execute(session, "CHECKPOINT");
        }
        Files.writeString(data.resolve("standby.signal"), "");
        try (var standby = FreshPostgres.in(data).start();
                var session = standby.getPostgresDatabase().getConnection()) {
            var reader = new CatalogReader(session);

            var unreadable = reader.unreadable();
            var catalog = reader.read().without(unreadable);

            assertThat(unreadable).contains(new TableName("public", "cache"));
            assertThat(catalog.tables())
                    .extracting(table -> table.name().toString())
                    .containsExactly("public.kept");
            for (var sequence : catalog.sequences()) {
                execute(session, "SELECT last_value FROM " + sequence.quoted());
            }
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
