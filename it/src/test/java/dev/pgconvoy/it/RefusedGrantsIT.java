package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// 40,000 grants to roles that the target does not have: on each of 1,600 columns, to each of 25 roles with long names.
@Tag("long")
@UsesEnvironment
class RefusedGrantsIT {

    private static final String DATABASE = "granted_to_ghosts";
    private static final int GRANTS = 40_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    RefusedGrantsIT(TestEnvironment environment) {
        this.source = environment.server("grants-source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                DO $$ DECLARE columns text; BEGIN
                  SELECT string_agg(format('c%s int', i), ', ') INTO columns FROM generate_series(1, 1600) i;
                  EXECUTE format('CREATE TABLE broad (%s)', columns);
                  SELECT string_agg(format('SELECT (c%s)', i), ', ') INTO columns FROM generate_series(1, 1600) i;
                  FOR i IN 1..25 LOOP
                    EXECUTE format('CREATE ROLE ghost_%s_%s', i, repeat('x', 50));
                    EXECUTE format('GRANT %s ON broad TO ghost_%s_%s', columns, i, repeat('x', 50));
                  END LOOP;
                END $$""");
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void are_counted_and_fail_nothing() {
        // given
        var request = RequestJson.move("granted-to-ghosts", source, target, DATABASE);

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).isEqualTo("Succeeded");
        assertThat(end.data()
                        .at("/report/noteCounts")
                        .valueStream()
                        .mapToInt(one -> one.path("count").asInt()))
                .contains(GRANTS);
    }
}
