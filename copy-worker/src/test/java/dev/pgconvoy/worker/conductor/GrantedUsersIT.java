package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A whole database moves though both users have the grants of docs/rights.md alone, and PUBLIC has none on any
/// database.
@Timeout(120)
class GrantedUsersIT {

    private static final String ROLES =
            "CREATE ROLE clerk; CREATE ROLE guest; CREATE ROLE reader LOGIN; REVOKE ALL ON DATABASE postgres FROM PUBLIC";

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws Exception {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
        execute(source, "postgres", ROLES);
        execute(source, "postgres", "ALTER ROLE reader BYPASSRLS; GRANT CONNECT ON DATABASE postgres TO reader");
        execute(source, "postgres", "CREATE DATABASE shop OWNER clerk");
        execute(source, "shop", """
                REVOKE ALL ON DATABASE shop FROM PUBLIC;
                GRANT CONNECT ON DATABASE shop TO reader;
                CREATE SCHEMA sales AUTHORIZATION clerk;
                CREATE TYPE sales.mood AS ENUM ('good', 'bad');
                ALTER TYPE sales.mood OWNER TO clerk;
                CREATE FUNCTION sales.noted() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN NEW.note = NEW.note || ''!''; RETURN NEW; END';
                ALTER FUNCTION sales.noted() OWNER TO clerk;
                CREATE TABLE sales.orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text, mood sales.mood);
                ALTER TABLE sales.orders OWNER TO clerk;
                CREATE TABLE public.stock (id serial PRIMARY KEY, order_id int REFERENCES sales.orders);
                ALTER TABLE public.stock OWNER TO clerk;
                CREATE VIEW public.said AS SELECT note FROM sales.orders;
                ALTER VIEW public.said OWNER TO clerk;
                CREATE MATERIALIZED VIEW sales.notes AS SELECT note FROM sales.orders;
                ALTER MATERIALIZED VIEW sales.notes OWNER TO clerk;
                CREATE INDEX ON sales.orders (note);
                CREATE TRIGGER with_note BEFORE INSERT ON sales.orders FOR EACH ROW EXECUTE FUNCTION sales.noted();
                INSERT INTO sales.orders (note, mood) SELECT 'n' || i, 'good' FROM generate_series(1, 1000) AS i;
                INSERT INTO public.stock (order_id) SELECT i FROM generate_series(1, 500) AS i;
                REFRESH MATERIALIZED VIEW sales.notes;
                SELECT lo_from_bytea(4711, decode(repeat('ab', 5000), 'hex'));
                ALTER LARGE OBJECT 4711 OWNER TO clerk;
                ALTER TABLE public.stock ENABLE ROW LEVEL SECURITY;
                CREATE POLICY some_rows ON public.stock TO guest USING (id > 1);
                GRANT SELECT, INSERT ON public.stock TO guest;
                GRANT USAGE ON SCHEMA sales TO guest, reader;
                GRANT SELECT (note) ON sales.orders TO guest;
                ALTER DEFAULT PRIVILEGES FOR ROLE clerk IN SCHEMA sales GRANT SELECT ON TABLES TO guest;
                GRANT SELECT ON ALL TABLES IN SCHEMA sales, public TO reader;
                GRANT SELECT ON ALL SEQUENCES IN SCHEMA sales, public TO reader;
                GRANT SELECT ON LARGE OBJECT 4711 TO reader;
                """);
        execute(target, "postgres", ROLES);
        execute(target, "postgres", """
                CREATE ROLE mover LOGIN CREATEDB IN ROLE clerk;
                GRANT CONNECT, CREATE ON DATABASE postgres TO mover;
                """);
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    @Test
    void a_database_moves_whole() throws Exception {
        var request = Fixtures.aRequest()
                .id(MigrationId.parse("target/granted"))
                .from(endpoint(source, "reader"))
                .to(endpoint(target, "mover"))
                .databases("shop")
                .build();
        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(request)).isInstanceOfSatisfying(Observation.Finished.class, finished -> {
                assertThat(finished.report().databases().getFirst().rows()).isEqualTo(1_500);
                assertThat(finished.report().notes())
                        .extracting(Finding::code)
                        .doesNotContain("PGC2001", "PGC2003", "PGC2010")
                        .noneMatch(code -> code.startsWith("PGC205"));
            });
        }
        for (var question : List.of(
                "SELECT string_agg(format('%s %s %s', oid::regclass, relowner::regrole, relacl), ' ' ORDER BY oid::regclass::text)"
                        + " FROM pg_class WHERE relnamespace IN ('sales'::regnamespace, 'public'::regnamespace)",
                "SELECT format('%s %s', datdba::regrole, datacl) FROM pg_database WHERE datname = 'shop'",
                "SELECT format('%s %s', lomowner::regrole, lomacl) FROM pg_largeobject_metadata",
                "SELECT md5(lo_get(4711))",
                "SELECT string_agg(note, ',' ORDER BY note) FROM sales.notes")) {
            assertThat(ask(target, question)).isEqualTo(ask(source, question));
        }
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server, String user) {
        return new ServerEndpoint("localhost", server.getPort(), user, Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        try (var session = session(server, "shop");
                var statement = session.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var session = session(server, database);
                var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection session(EmbeddedPostgres server, String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }
}
