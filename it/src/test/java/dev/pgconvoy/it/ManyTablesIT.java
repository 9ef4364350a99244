package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.Contents;
import dev.pgconvoy.it.content.Databases;
import dev.pgconvoy.it.content.Sql;
import dev.pgconvoy.it.environment.Environment;
import dev.pgconvoy.it.environment.PostgresServer;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.Request;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// So many tables that two sessions create them at once.
@UsesEnvironment
class ManyTablesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PostgresServer source;
    private final PostgresServer target;
    private final KafkaClient client;

    ManyTablesIT(Environment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var database : new String[] {"many", "namesakes"}) {
            Databases.drop(source, database);
            Databases.drop(target, database);
        }
    }

    @Test
    void tables_with_all_that_belongs_to_them_arrive() throws SQLException {
        arrives("many", """
                DO $$ BEGIN
                    FOR i IN 1..300 LOOP
                        EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, n int DEFAULT %s UNIQUE, s text)', i, i);
                        EXECUTE format('COMMENT ON TABLE t%s IS %L', i, i);
                        EXECUTE format('CREATE VIEW v%s AS SELECT n, s FROM t%s', i, i);
                        EXECUTE format('INSERT INTO t%s (n, s) SELECT g, g FROM generate_series(1, %s) g', i, i % 7);
                    END LOOP;
                END $$;
                CREATE VIEW beyond AS SELECT t1.n FROM t1, t299 JOIN t2 USING (n);
                """);
    }

    /// A table's array type takes the name with an underscore before it, unless that is there; of two sessions at once
    /// neither sees what the other one has taken.
    @Test
    void tables_whose_names_are_those_of_the_array_types_of_others_arrive() throws SQLException {
        arrives("namesakes", """
                DO $$ BEGIN
                    FOR i IN 1..250 LOOP
                        EXECUTE format('CREATE TABLE _t%s AS SELECT %s AS id', i, i);
                        EXECUTE format('CREATE TABLE t%s AS SELECT %s AS id', i, i);
                    END LOOP;
                END $$;
                """);
    }

    private void arrives(String database, String sql) throws SQLException {
        Databases.create(source, database);
        Sql.execute(source, database, sql);
        var request = Request.move(database, source, target, database);

        client.request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes")).isEmpty();
        assertThat(Contents.of(target, database)).isEqualTo(Contents.of(source, database));
    }
}
