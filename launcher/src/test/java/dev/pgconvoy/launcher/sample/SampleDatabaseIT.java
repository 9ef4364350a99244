package dev.pgconvoy.launcher.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleDatabaseIT {

    @Test
    void the_sample_has_one_of_everything_on_the_oldest_and_the_newest_server() throws SQLException {
        try (var stack = Stack.in(StackFolder.temporary(), StackDistribution.current())) {
            stack.startAll(List.of(PostgresSettings.of("old", 13), PostgresSettings.of("new", 17)));
            for (var name : List.of("old", "new")) {
                var server = stack.postgres(name);
                try (var connection = server.connect("postgres")) {
                    connection.createStatement().execute("CREATE DATABASE harbour");
                }
                try (var connection = server.connect(SampleDatabase.NAME)) {
                    var steps = new ArrayList<String>();

                    SampleDatabase.fill(connection, new BigDecimal("0.01"), steps::add);

                    assertThat(steps).hasSize(17).contains("fill cargo");
                    requireEverything(connection);
                }
            }
        }
    }

    private static void requireEverything(Connection connection) throws SQLException {
        assertThat(count(connection, "shipping.booking")).isEqualTo(1_600);
        assertThat(count(connection, "shipping.tracking_event")).isEqualTo(4_200);
        assertThat(count(connection, "pg_largeobject_metadata")).isEqualTo(60);
        assertThat(count(connection, "ops.tide")).isEqualTo(3);
        assertThat(count(connection, "ops.ddl_log")).isEqualTo(2);
        assertThat(count(connection, "pg_sequences WHERE last_value IS NULL")).isGreaterThan(1);
        assertThat(count(connection, "pg_trigger WHERE tgenabled = 'A' AND NOT tgisinternal"))
                .isEqualTo(2);
        assertThat(count(connection, "pg_trigger WHERE tgenabled = 'D'")).isEqualTo(1);
        assertThat(count(connection, "pg_constraint WHERE contype = 'x'")).isEqualTo(1);
        assertThat(count(connection, "pg_constraint WHERE NOT convalidated")).isEqualTo(2);
        assertThat(count(connection, "pg_matviews")).isEqualTo(2);
        assertThat(count(connection, "pg_policies")).isEqualTo(2);
        assertThat(count(connection, "pg_publication")).isEqualTo(3);
        assertThat(count(connection, "\"Customer Care\".\"Anna's \"\"Night\"\" Book\""))
                .isEqualTo(2_000);
    }

    private static long count(Connection connection, String what) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + what)) {
            result.next();
            return result.getLong(1);
        }
    }
}
