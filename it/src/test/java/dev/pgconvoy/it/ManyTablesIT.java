package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.ContentLines;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// So many tables that two sessions create them at once.
@Tag("long")
@UsesEnvironment
class ManyTablesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final String KEYS = """
            SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(c.oid), pg_get_indexdef(conindid),
                i.indisprimary, i.indimmediate, i.indisvalid, i.indisclustered, i.indisreplident, conislocal, coninhcount)
            FROM pg_constraint c JOIN pg_index i ON i.indexrelid = conindid
            WHERE contype IN ('p', 'u') AND connamespace = 'public'::regnamespace ORDER BY 1""";

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    ManyTablesIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var database : new String[] {"many", "namesakes", "keys"}) {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
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

    /// The indexes of a large table are built at once, those of its constraints, too.
    @Test
    void large_tables_with_keys_of_every_form_arrive() throws SQLException {
        arrives("keys", """
                CREATE TABLE "or""ders" (
                    id int, "a; (b)" int NOT NULL, c text, d int,
                    CONSTRAINT "k ""1"" z" PRIMARY KEY (id) INCLUDE ("a; (b)") WITH (fillfactor = 70),
                    CONSTRAINT later UNIQUE ("a; (b)", id) DEFERRABLE INITIALLY DEFERRED,
                    CONSTRAINT soon UNIQUE (c) DEFERRABLE,
                    CONSTRAINT nulls UNIQUE NULLS NOT DISTINCT (d));
                INSERT INTO "or""ders" SELECT i, i, md5(i::text), nullif(i, 7) FROM generate_series(1, 500000) i;
                CREATE INDEX plain ON "or""ders" ((c || 'x'), d);
                ALTER TABLE "or""ders" CLUSTER ON later;
                COMMENT ON CONSTRAINT soon ON "or""ders" IS 'soon';
                CREATE UNIQUE INDEX identity ON "or""ders" ("a; (b)");
                ALTER TABLE "or""ders" REPLICA IDENTITY USING INDEX identity;
                CREATE VIEW grouped AS SELECT id, c, d FROM "or""ders" GROUP BY id;
                CREATE TABLE items (o int REFERENCES "or""ders", PRIMARY KEY (o)) PARTITION BY RANGE (o);
                CREATE TABLE early PARTITION OF items FOR VALUES FROM (0) TO (1000);
                CREATE TABLE late PARTITION OF items (UNIQUE (o)) FOR VALUES FROM (1000) TO (10000000);
                INSERT INTO items SELECT id FROM "or""ders";
                """);
        assertThat(SuperuserSql.lines(target, "keys", KEYS))
                .isEqualTo(SuperuserSql.lines(source, "keys", KEYS))
                .hasSize(8);
    }

    private void arrives(String database, String sql) throws SQLException {
        TestDatabases.create(source, database);
        SuperuserSql.execute(source, database, sql);
        var request = RequestJson.move(database, source, target, database);

        client.request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes")).isEmpty();
        assertThat(ContentLines.of(target, database)).isEqualTo(ContentLines.of(source, database));
    }
}
