package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.rate.GentleOptions;
import dev.pgconvoy.migration.rate.RateBounds;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole databases from one real server to another, by one conductor and one copier.
@Timeout(120)
class WholeMigrationIT {

    private static final MigrationId ID = MigrationId.parse("target/whole");
    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void start() throws Exception {
        source = withTablespaces("fast", "slow");
        target = withTablespaces("ssd");
    }

    private static EmbeddedPostgres withTablespaces(String... names) throws IOException, SQLException {
        var server = FreshPostgres.start(Map.of("allow_in_place_tablespaces", "on"));
        for (var name : names) {
            execute(server, "postgres", "CREATE TABLESPACE %s LOCATION ''".formatted(name));
        }
        return server;
    }

    @AfterEach
    void drop() throws SQLException {
        execute(source, "postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
        execute(target, "postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    @Test
    void tablespaces_that_are_mapped_are_used_and_the_others_are_told() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop TABLESPACE fast");
        execute(source, "shop", """
                CREATE TABLE orders (id int PRIMARY KEY USING INDEX TABLESPACE pg_default, note text) TABLESPACE pg_default;
                CREATE TABLE here (id int PRIMARY KEY);
                CREATE TABLE prices (id int) TABLESPACE slow;
                CREATE INDEX notes ON orders (note) TABLESPACE slow;
                INSERT INTO orders VALUES (1, 'a');
                """);

        var report = moved(Map.of("fast", "ssd"));

        assertThat(tablespaceOf("SELECT dattablespace FROM pg_database WHERE datname = 'shop'"))
                .isEqualTo("ssd");
        assertThat(report.notes())
                .filteredOn(note -> note.code().equals("PGC1641"))
                .extracting(Finding::object)
                .containsExactly("tablespace \"pg_default\"", "tablespace \"slow\"");
    }

    @Test
    void tables_and_indexes_lie_in_the_tablespaces_that_theirs_are_mapped_to() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE orders (id int PRIMARY KEY USING INDEX TABLESPACE fast, note text) TABLESPACE fast;
                CREATE INDEX notes ON orders (note) TABLESPACE fast;
                CREATE MATERIALIZED VIEW ids TABLESPACE fast AS SELECT id FROM orders;
                INSERT INTO orders SELECT i, 'note ' || i FROM generate_series(1, 1000) AS i;
                REFRESH MATERIALIZED VIEW ids;
                """);

        var report = moved(Map.of("fast", "ssd"));

        for (var relation : new String[] {"orders", "orders_pkey", "notes", "ids"}) {
            assertThat(tablespaceOf("SELECT reltablespace FROM pg_class WHERE relname = '%s'".formatted(relation)))
                    .as(relation)
                    .isEqualTo("ssd");
        }
        assertThat(report.databases().getFirst().rows()).isEqualTo(1000);
        assertThat(report.notes()).extracting(Finding::code).doesNotContain("PGC1641");
    }

    @Test
    void an_old_encoding_keeps_its_bytes() throws Exception {
        execute(
                source,
                "postgres",
                "CREATE DATABASE shop TEMPLATE template0 ENCODING 'WIN1252' LC_COLLATE 'C' LC_CTYPE 'C'");
        execute(source, "shop", """
                CREATE TABLE "Bücher" ("Größe" int PRIMARY KEY, titel text);
                INSERT INTO "Bücher" VALUES (1, chr(129) || 'ä'), (2, 'ß');
                COMMENT ON TABLE "Bücher" IS 'für alle';
                """);

        var report = moved(Map.of());

        assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(1);
        assertThat(
                        ask(
                                "SELECT string_agg(encode(convert_to(titel, 'WIN1252'), 'hex'), ' ' ORDER BY \"Größe\") FROM \"Bücher\""))
                .isEqualTo("81e4 df");
        assertThat(ask("SELECT obj_description('\"Bücher\"'::regclass)")).isEqualTo("für alle");
    }

    @ParameterizedTest
    @CsvSource({"WIN1252, 81", "SQL_ASCII, e4", "EUC_JP, 8ffcfe"})
    void so_do_the_literals_of_its_schema(String encoding, String bytes) throws Exception {
        var odd = bytes.replaceAll("..", "\\\\x$0");
        execute(
                source,
                "postgres",
                "CREATE DATABASE shop TEMPLATE template0 ENCODING '%s' LC_COLLATE 'C' LC_CTYPE 'C'"
                        .formatted(encoding));
        execute(source, "shop", """
                CREATE FUNCTION marked() RETURNS text LANGUAGE sql IMMUTABLE AS E'SELECT \\'%1$s it\\'\\'s \\\\\\\\\\'::text';
                CREATE TABLE marks (id int PRIMARY KEY, t text DEFAULT E'%1$s \\\\ $$', CHECK (t <> E'%1$s'));
                CREATE TYPE mood AS ENUM ('plain', E'%1$s');
                CREATE DOMAIN word AS text CHECK (VALUE <> E'%1$s');
                CREATE TABLE parts (k text, m mood, w word) PARTITION BY LIST (k);
                CREATE TABLE part PARTITION OF parts FOR VALUES IN (E'%1$s');
                INSERT INTO parts VALUES (E'%1$s', E'%1$s', 'fine');
                CREATE VIEW seen AS SELECT t || E'%1$s' AS t FROM marks;
                CREATE POLICY own ON marks USING (t <> E'%1$s');
                COMMENT ON TABLE marks IS E'%1$s "it''s"';
                CREATE INDEX ON marks (marked()) WHERE t <> E'%1$s';
                INSERT INTO marks (id) VALUES (1);
                """.formatted(odd));
        execute(source, "postgres", """
                ALTER DATABASE shop SET standard_conforming_strings = off;
                ALTER DATABASE shop SET escape_string_warning = off;
                ALTER DATABASE shop SET client_encoding = 'LATIN1'
                """);

        var report = moved(Map.of());

        assertThat(report.notes())
                .as("all but the setting with which no session can begin")
                .allMatch(note -> note.toString().contains("client_encoding"));
        assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(2);
        for (var text :
                List.of("SELECT t FROM marks", "SELECT marked()", "SELECT obj_description('marks'::regclass)")) {
            assertThat(asBytes(target, text))
                    .as(text)
                    .isEqualTo(asBytes(source, text))
                    .startsWith(bytes);
        }
    }

    /// The usual way to empty a database leaves another schema `public` than initdb makes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP SCHEMA public CASCADE; CREATE SCHEMA public",
                "DROP SCHEMA public CASCADE; CREATE SCHEMA kept; SET search_path = kept",
                "ALTER SCHEMA public OWNER TO clerk; COMMENT ON SCHEMA public IS 'of the clerk';"
                        + " REVOKE USAGE ON SCHEMA public FROM PUBLIC",
            })
    void the_schema_public_may_be_a_users_own(String change) throws Exception {
        for (var server : List.of(source, target)) {
            execute(server, "postgres", "CREATE ROLE clerk");
        }
        try {
            execute(source, "postgres", "CREATE DATABASE shop");
            execute(source, "shop", change + "; CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");

            var report = moved(Map.of());

            assertThat(report.databases().getFirst().verifiedTables()).isOne();
            assertThat(report.notes()).isEmpty();
            var left = ask(source, SCHEMAS.formatted("true"));
            assertThat(ask(target, SCHEMAS.formatted("nspname IN ('public', 'kept')")))
                    .contains(left);
            assertThat(differences()).isEmpty();
        } finally {
            drop();
            for (var server : List.of(source, target)) {
                execute(server, "postgres", "DROP ROLE clerk");
            }
        }
    }

    private static final String SCHEMAS = """
            SELECT string_agg(concat_ws(' ', nspname, nspowner::regrole, nullif(obj_description(oid, 'pg_namespace'), 'standard public schema'),
                (SELECT string_agg(concat(grantee::regrole, ' ', privilege_type), ' ' ORDER BY privilege_type, grantee)
                 FROM aclexplode(coalesce(nspacl, acldefault('n', nspowner))) AS a)), ', ' ORDER BY nspname)
            FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' AND %s""";

    /// What `verify` finds.
    private static List<Report.Difference> differences() throws Exception {
        try (var worker = new LocalWorker()) {
            return switch (worker.lead(comparison())) {
                case Observation.Finished finished ->
                    finished.report().databases().getFirst().differences();
                case Observation other -> throw new AssertionError(other);
            };
        }
    }

    private static MigrationRequest comparison() {
        return Fixtures.aRequest()
                .id(MigrationId.parse("target/compared"))
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .option(MigrationOption.VERIFY)
                .build();
    }

    /// Indexes are built after rows.
    @Test
    void values_may_name_indexes() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE things (id int PRIMARY KEY, n int);
                CREATE INDEX by_n ON things (n);
                CREATE TABLE a_list (id int PRIMARY KEY, what regclass);
                CREATE TABLE another_list (whats regclass[]);
                INSERT INTO things VALUES (1, 1);
                INSERT INTO a_list VALUES (1, 'by_n'), (2, 'things'), (3, NULL);
                INSERT INTO another_list VALUES ('{things_pkey,by_n}');
                """);

        var report = moved(Map.of());

        assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(3);
        assertThat(ask("SELECT string_agg(what::text, ' ' ORDER BY id) FROM a_list"))
                .isEqualTo("by_n things");
        assertThat(ask("SELECT whats::text FROM another_list")).isEqualTo("{things_pkey,by_n}");
    }

    /// Also in parts, and of the table itself: then no order of rows and indexes is right but the other one.
    @Test
    void values_may_name_indexes_of_their_own_table_and_tables_each_others() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE own (id int PRIMARY KEY, what regclass);
                CREATE INDEX by_what ON own (what);
                INSERT INTO own VALUES (1, 'own_pkey'), (2, 'by_what'), (3, 'own');
                CREATE TABLE this (id int PRIMARY KEY, what regclass);
                CREATE TABLE that (id int PRIMARY KEY, what regclass UNIQUE);
                INSERT INTO this VALUES (1, 'that_what_key');
                INSERT INTO that VALUES (1, 'this_pkey');
                CREATE TABLE in_parts (id int PRIMARY KEY, what regclass, note text);
                CREATE INDEX by_note ON in_parts (note);
                INSERT INTO in_parts SELECT i, CASE i % 2 WHEN 0 THEN 'by_note'::regclass ELSE 'in_parts_pkey' END, repeat('x', 200)
                FROM generate_series(1, 20000) AS i;
                CREATE TABLE calm (id int PRIMARY KEY);
                INSERT INTO calm VALUES (1);
                """);

        var report = moved(Map.of());

        assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(5);
        assertThat(report.databases().getFirst().rows()).isEqualTo(20_006);
        assertThat(ask("SELECT string_agg(what::text, ' ' ORDER BY id) FROM own"))
                .isEqualTo("own_pkey by_what own");
        assertThat(ask("SELECT concat((SELECT what FROM this), ' ', (SELECT what FROM that))"))
                .isEqualTo("that_what_key this_pkey");
        assertThat(ask("SELECT count(DISTINCT what) FROM in_parts")).isEqualTo("2");
        assertThat(
                        ask(
                                "SELECT count(*) FROM pg_index WHERE indrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)"))
                .isEqualTo("8");
    }

    /// The largest table comes first, its index beside the rows of the next one, and the rates last.
    @Test
    void indexes_and_generated_columns_may_read_another_table() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE rates (currency text PRIMARY KEY, rate int);
                INSERT INTO rates VALUES ('a', 5), ('b', 7);
                CREATE FUNCTION rate(currency text) RETURNS int LANGUAGE sql IMMUTABLE AS
                    'SELECT r.rate FROM public.rates AS r WHERE r.currency = $1';
                CREATE FUNCTION rate_of(currency text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
                    $$BEGIN RETURN public.rate(currency); END$$;
                CREATE TABLE orders (id int PRIMARY KEY, currency text, note text);
                INSERT INTO orders SELECT i, CASE i % 2 WHEN 0 THEN 'a' ELSE 'b' END, repeat('x', 1000)
                FROM generate_series(1, 30000) AS i;
                CREATE INDEX by_rate ON orders (public.rate_of(currency));
                CREATE TABLE items AS SELECT id, note FROM orders WHERE id <= 20000;
                CREATE TABLE few (id int, currency text);
                INSERT INTO few VALUES (1, 'a'), (2, 'b'), (3, 'b');
                CREATE TABLE priced (id int, currency text, rate int GENERATED ALWAYS AS (public.rate_of(currency)) STORED);
                INSERT INTO priced SELECT id, currency FROM orders WHERE id <= 25000;
                CREATE INDEX few_by_rate ON few (id) WHERE public.rate_of(currency) = 7;
                """);

        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(requestOf(1))).isInstanceOf(Observation.Finished.class);
        }

        assertThat(byIndex("SELECT count(*) FROM orders WHERE public.rate_of(currency) = 7"))
                .isEqualTo("15000");
        assertThat(byIndex("SELECT count(*) FROM few WHERE public.rate_of(currency) = 7 AND id > 0"))
                .isEqualTo("2");
        assertThat(ask("SELECT sum(rate) FROM priced"))
                .isEqualTo(ask(source, "SELECT sum(rate) FROM priced"))
                .isEqualTo("150000");
    }

    private static String byIndex(String sql) throws SQLException {
        try (var session = session(target, "shop");
                var statement = session.createStatement()) {
            statement.execute("SET enable_seqscan = off");
            try (var plan = statement.executeQuery("EXPLAIN " + sql)) {
                var text = new StringBuilder();
                while (plan.next()) {
                    text.append(plan.getString(1)).append('\n');
                }
                assertThat(text.toString()).contains("by_rate");
            }
            try (var row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static MigrationRequest requestOf(int jobs) {
        return Fixtures.aRequest()
                .id(ID)
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .jobs(jobs)
                .build();
    }

    /// Whatever its function does without the rows: say no, or raise an error; of a table or of a domain.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT EXISTS (SELECT FROM public.cities AS c WHERE c.name = $1)                                      | sql
            BEGIN IF NOT EXISTS (SELECT FROM public.cities AS c WHERE c.name = $1) THEN RAISE 'none'; END IF; RETURN true; END | plpgsql
            BEGIN IF NOT EXISTS (SELECT FROM public.cities AS c WHERE c.name = $1) THEN RAISE foreign_key_violation; END IF; RETURN true; END | plpgsql
            """)
    void checks_may_read_other_tables(String body, String language) throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE cities (name text PRIMARY KEY);
                INSERT INTO cities SELECT 'city ' || i FROM generate_series(1, 100) AS i;
                CREATE FUNCTION known(text) RETURNS bool LANGUAGE %2$s AS $$%1$s$$;
                CREATE DOMAIN city AS text CHECK (public.known(VALUE));
                CREATE TABLE of_check (id int PRIMARY KEY, name text CHECK (public.known(name)), note text);
                CREATE TABLE of_domain (id int PRIMARY KEY, name city, note text);
                INSERT INTO of_check SELECT i, 'city ' || i %% 100 + 1, repeat('x', 100) FROM generate_series(1, 30000) AS i;
                INSERT INTO of_domain SELECT * FROM of_check;
                """.formatted(body, language));

        var report = moved(Map.of());

        assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(3);
        assertThat(ask("SELECT count(*) FROM of_check, of_domain WHERE of_check.id = of_domain.id"))
                .isEqualTo("30000");
    }

    @Test
    void a_check_that_reads_its_own_table_is_no_fault_of_the_rows() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE steps (id int PRIMARY KEY, before int);
                CREATE FUNCTION has_step(int) RETURNS bool LANGUAGE sql AS
                    'SELECT $1 IS NULL OR EXISTS (SELECT FROM public.steps AS s WHERE s.id = $1)';
                INSERT INTO steps VALUES (1, 2), (2, NULL);
                ALTER TABLE steps ADD CHECK (public.has_step(before));
                """);

        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(request(Map.of()))).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
                assertThat(failed.failure().object()).isEqualTo("public.steps");
                assertThat(failed.failure().message())
                        .contains("steps_before_check", "runs the function public.has_step(integer)", "not there yet");
                assertThat(failed.failure().remedy()).contains("--on-invalid-data not-valid");
            });
        }
    }

    /// As in the topology of PostGIS: the keys are there from CREATE EXTENSION on, and the
    /// larger table refers to the smaller one.
    @Test
    void tables_of_an_extension_are_filled_in_the_order_of_their_keys() throws Exception {
        var script = """
                CREATE TABLE topology (id int PRIMARY KEY);
                CREATE TABLE layer (id int PRIMARY KEY, of int NOT NULL REFERENCES topology, note text);
                CREATE TABLE a_face (id int PRIMARY KEY, of int REFERENCES layer, parent int REFERENCES a_face);
                SELECT pg_catalog.pg_extension_config_dump('topology', '');
                SELECT pg_catalog.pg_extension_config_dump('layer', '');
                SELECT pg_catalog.pg_extension_config_dump('a_face', '');
                """;
        withExtension("pgconvoy_keys", script, () -> {
            execute(source, "shop", """
                    INSERT INTO topology VALUES (1), (2);
                    INSERT INTO layer SELECT i, i % 2 + 1, repeat('x', 100) FROM generate_series(1, 5000) AS i;
                    INSERT INTO a_face SELECT i, i, i + 1 FROM generate_series(1, 4999) AS i UNION ALL SELECT 5000, 1, NULL;
                    """);

            var report = moved(Map.of());

            assertThat(report.databases().getFirst().rows()).isEqualTo(10_002);
            assertThat(report.databases().getFirst().verifiedTables()).isEqualTo(3);
        });
    }

    /// As `ST_Transform` of PostGIS reads the user's own rows of `spatial_ref_sys`.
    @Test
    void functions_of_an_extension_find_the_rows_that_configure_it() throws Exception {
        var script = """
                CREATE TABLE systems (id int PRIMARY KEY, factor int, own bool NOT NULL);
                INSERT INTO systems VALUES (1, 10, false);
                SELECT pg_catalog.pg_extension_config_dump('systems', 'WHERE own');
                CREATE FUNCTION transform(v int, system int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
                    DECLARE found_factor int := (SELECT s.factor FROM @extschema@.systems AS s WHERE s.id = system);
                    BEGIN
                        IF found_factor IS NULL THEN RAISE 'no such system'; END IF;
                        RETURN v * found_factor;
                    END $$;
                """;
        withExtension("pgconvoy_systems", script, () -> {
            execute(source, "shop", """
                    INSERT INTO systems VALUES (900913, 3, true);
                    CREATE TABLE places (
                        id int PRIMARY KEY,
                        v int CHECK (transform(v, 900913) > 0),
                        web int GENERATED ALWAYS AS (transform(v, 900913)) STORED);
                    INSERT INTO places SELECT i, i FROM generate_series(1, 1000) AS i;
                    CREATE INDEX by_web ON places (transform(v, 900913));
                    """);

            var report = moved(Map.of());

            assertThat(report.databases().getFirst().rows()).isEqualTo(1_001);
            assertThat(ask("SELECT sum(web) FROM places")).isEqualTo("1501500");
        });
    }

    private interface Steps {
        void run() throws Exception;
    }

    /// In the database `shop` of the source; both servers run the same installation.
    private static void withExtension(String name, String script, Steps steps) throws Exception {
        var folder =
                Path.of(ask(source, "postgres", "SELECT setting FROM pg_config WHERE name = 'SHAREDIR'"), "extension");
        var control = folder.resolve(name + ".control");
        var sql = folder.resolve(name + "--1.0.sql");
        try {
            Files.writeString(control, "default_version = '1.0'\nrelocatable = false\n");
            Files.writeString(sql, script);
            execute(source, "postgres", "CREATE DATABASE shop");
            execute(source, "shop", "CREATE EXTENSION " + name);
            steps.run();
        } finally {
            execute(source, "postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
            execute(target, "postgres", "DROP DATABASE IF EXISTS shop WITH (FORCE)");
            Files.deleteIfExists(control);
            Files.deleteIfExists(sql);
        }
    }

    private static String asBytes(EmbeddedPostgres server, String text) throws SQLException {
        return ask(server, "SELECT encode(convert_to((%s), getdatabaseencoding()), 'hex')".formatted(text));
    }

    @Test
    void a_name_with_bytes_that_are_no_text_is_named() throws Exception {
        execute(
                source,
                "postgres",
                "CREATE DATABASE shop TEMPLATE template0 ENCODING 'WIN1252' LC_COLLATE 'C' LC_CTYPE 'C'");
        execute(source, "shop", """
                CREATE TABLE fine (id int);
                DO $$BEGIN EXECUTE format('CREATE VIEW straße AS SELECT id AS %I FROM fine', chr(129)); END$$;
                """);
        thenRefusedIs("view public.straße");
    }

    /// Not in what rows need; a server of SQL_ASCII would take whatever we made of it.
    @Test
    void so_is_the_name_of_an_index() throws Exception {
        createOfNoEncoding(source);
        execute(source, "shop", inBytes("CREATE INDEX \"gr\u00f6\" ON fine (id)"));
        thenRefusedIs("index public.gr\uFFFD");
    }

    /// What a comparison cannot tell apart it does not call equal.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CREATE INDEX "gr\u00f6" ON fine (id)          | index public.gr?
            CREATE TABLE "gr\u00f6" (id int)              | table public.gr?
            ALTER TABLE fine RENAME id TO "gr\u00f6"      | table public.fine
            CREATE SEQUENCE "gr\u00f6"                    | sequence public.gr?
            CREATE FUNCTION "gr\u00f6"() RETURNS int LANGUAGE sql AS 'SELECT 1' | function public.gr?()
            """)
    void a_comparison_names_it_too(String sql, String object) throws Exception {
        for (var server : List.of(source, target)) {
            createOfNoEncoding(server);
            execute(server, "shop", inBytes(sql));
        }

        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(comparison())).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(FailureCode.DATA_REFUSED);
                assertThat(failed.failure().object()).isEqualTo(object.replace('?', '\uFFFD'));
                assertThat(failed.failure().message()).contains("a name with bytes that are no text");
            });
        }
    }

    @Test
    void of_names_on_the_target_alone_it_tells_the_server_or_a_difference() throws Exception {
        createOfNoEncoding(source);
        createOfNoEncoding(target);
        execute(target, "shop", inBytes("CREATE INDEX \"gr\u00f6\" ON fine (id)"));
        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(comparison()))
                    .isInstanceOfSatisfying(
                            Observation.Failed.class,
                            failed -> assertThat(failed.report()
                                            .orElseThrow()
                                            .databases()
                                            .getFirst()
                                            .differences())
                                    .extracting(Report.Difference::object)
                                    .containsExactly("index public gr\uFFFD"));
        }

        execute(target, "shop", inBytes("CREATE TABLE \"gr\u00e4\" (id int)"));
        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(comparison())).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(FailureCode.DATA_REFUSED);
                assertThat(failed.failure().object()).isEqualTo("database \"shop\" of the target");
                assertThat(failed.failure().remedy()).contains("rename it there");
            });
        }
    }

    private static void createOfNoEncoding(EmbeddedPostgres server) throws SQLException {
        execute(
                server,
                "postgres",
                "CREATE DATABASE shop TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
        execute(server, "shop", "CREATE TABLE fine (id int)");
    }

    /// Each of its letters is a byte.
    private static String inBytes(String sql) {
        return "DO $$BEGIN EXECUTE convert_from('\\x%s'::bytea, 'SQL_ASCII'); END$$"
                .formatted(HexFormat.of().formatHex(sql.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void thenRefusedIs(String object) throws Exception {

        try (var worker = new LocalWorker()) {
            assertThat(worker.lead(request(Map.of()))).isInstanceOfSatisfying(Observation.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(FailureCode.DATA_REFUSED);
                assertThat(failed.failure().object()).isEqualTo(object);
            });
        }
    }

    /// Somebody locks a table of the target before its task is taken.
    @ParameterizedTest
    @EnumSource(names = {"COPY", "BUILD", "FOREIGN_KEY"})
    void a_copier_that_waits_for_a_lock_is_told_and_stopped_at_once(TaskKind kind) throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE orders (id int PRIMARY KEY, of_order int REFERENCES orders, note text);
                CREATE INDEX notes ON orders (note);
                INSERT INTO orders SELECT i, i, repeat(md5(i::text), 3) FROM generate_series(1, 30000) AS i;
                """);
        var locks = new LinkedBlockingQueue<Finding>();
        var holders = new LockOnTarget(kind);
        var ended = new CompletableFuture<Observation>();
        try (var worker = new LocalWorker(event -> {
            holders.hear(event);
            if (event instanceof MigrationObserved observed
                    && observed.observation() instanceof Observation.Hindered hindered) {
                locks.add(hindered.obstacle());
            }
        })) {
            try (holders) { // or a worker that waits for it does not end
                Thread.ofVirtual().start(() -> {
                    try {
                        ended.complete(worker.lead(request(Map.of())));
                    } catch (Exception e) {
                        ended.completeExceptionally(e);
                    }
                });
                var lock = locks.poll(30, TimeUnit.SECONDS);
                assertThat(lock).isNotNull();
                assertThat(lock.code()).isEqualTo("PGC2023");
                assertThat(lock.object()).startsWith("table public.orders of database \"shop\"");
                assertThat(lock.message()).contains("pgconvoy copier");

                worker.cancel(new CancelRequested(ID, "enough"));

                assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(Observation.Stopped.class);
                assertThat(holders.isHeld()).isTrue();
            }
        }
    }

    /// Taken by the thread that sends the task.
    private static final class LockOnTarget implements AutoCloseable {
        private final TaskKind kind;
        private @Nullable Connection holder;

        LockOnTarget(TaskKind kind) {
            this.kind = kind;
        }

        void hear(Event event) {
            if (holder == null
                    && event instanceof CopyTask sent
                    && sent.label().filter(label -> label.kind() == kind).isPresent()) {
                try {
                    holder = session(target, "shop");
                    holder.setAutoCommit(false);
                    try (var statement = holder.createStatement()) {
                        statement.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        boolean isHeld() throws SQLException {
            return holder != null && holder.isValid(1);
        }

        @Override
        public void close() throws SQLException {
            if (holder != null) {
                holder.close();
            }
        }
    }

    @Test
    void rows_and_large_objects_are_copied_no_faster_than_the_lower_limit_of_source_and_target() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE orders (id int PRIMARY KEY, note text);
                INSERT INTO orders SELECT i, repeat(md5(i::text), 32) FROM generate_series(1, 3000) AS i;
                SELECT lo_from_bytea(0, decode(repeat(md5('a'), 65536), 'hex'));
                """);
        var claims = new CopyOnWriteArrayList<RateClaim>();
        var limit = RateBounds.LEAST_BYTES_PER_SECOND;
        var request = Fixtures.aRequest()
                .id(ID)
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .copy(CopyOptions.DEFAULTS.within(Optional.of(8 * limit), Optional.of(limit)))
                .build();

        var began = System.nanoTime();
        try (var worker = new LocalWorker(event -> {
            if (event instanceof RateClaim claim) {
                claims.add(claim);
            }
        })) {
            assertThat(worker.lead(request)).isInstanceOf(Observation.Finished.class);
        }

        var seconds = (System.nanoTime() - began) / 1e9;
        assertThat(ask("SELECT count(*) FROM orders")).isEqualTo("3000");
        assertThat(ask("SELECT length(lo_get(oid)) FROM pg_largeobject_metadata"))
                .isEqualTo("1048576");
        assertThat(seconds)
                .as("4 MiB, of which some are read before the worker knows that nobody else has a share")
                .isGreaterThan(6.5);
        assertThat(claims)
                .extracting(RateClaim::limited)
                .containsOnly(RateScope.ofSource("localhost"), RateScope.ofTarget("localhost"));
        assertThat(claims).anyMatch(claim -> claim.bytesPerSecond() == limit);
        assertThat(claims.getLast().copies()).isZero();
    }

    @Test
    void a_source_with_more_to_do_than_it_may_is_read_more_slowly_and_copied_whole() throws Exception {
        execute(source, "postgres", "CREATE DATABASE shop");
        execute(source, "shop", """
                CREATE TABLE orders (id int PRIMARY KEY, note text);
                INSERT INTO orders SELECT i, repeat(md5(i::text), 32) FROM generate_series(1, 8000) AS i;
                """);
        var one = Optional.of(1);
        var gentle = new GentleOptions(one, Optional.empty(), Optional.empty());
        var fast = Optional.of(2 * RateBounds.LEAST_BYTES_PER_SECOND);
        var request = Fixtures.aRequest()
                .id(ID)
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .copy(new CopyOptions(
                        0,
                        false,
                        InvalidData.FAIL,
                        false,
                        new TreeMap<>(),
                        fast,
                        Optional.empty(),
                        Optional.of(gentle)))
                .build();
        var slowed = new CopyOnWriteArrayList<TaskProgress.Slowed>();
        var users = Stream.generate(() -> Thread.ofVirtual().start(WholeMigrationIT::work))
                .limit(2)
                .toList();

        try (var worker = new LocalWorker(event -> {
            if (event instanceof TaskProgress progress) {
                progress.slowed().ifPresent(slowed::add);
            }
        })) {
            assertThat(worker.lead(request)).isInstanceOf(Observation.Finished.class);
        }

        users.forEach(Thread::interrupt);
        assertThat(ask("SELECT count(*) FROM orders")).isEqualTo("8000");
        assertThat(slowed).first().satisfies(seen -> {
            assertThat(seen.reason()).isEqualTo("2 sessions of others are active, and 1 may be");
            assertThat(seen.bytesPerSecond())
                    .isBetween(RateBounds.LEAST_BYTES_PER_SECOND, 2 * RateBounds.LEAST_BYTES_PER_SECOND);
        });
    }

    /// As somebody who uses the source.
    private static void work() {
        try {
            execute(source, "postgres", "SELECT pg_sleep(25)");
        } catch (SQLException e) {
            // The test has ended.
        }
    }

    private static Report moved(Map<String, String> tablespaces) throws Exception {
        try (var worker = new LocalWorker()) {
            var end = worker.lead(request(tablespaces));
            assertThat(end).isInstanceOf(Observation.Finished.class);
            return ((Observation.Finished) end).report();
        }
    }

    private static MigrationRequest request(Map<String, String> tablespaces) {
        return Fixtures.aRequest()
                .id(ID)
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("shop")
                .copy(new CopyOptions(
                        CopyOptions.LEAST_SPLIT, false, InvalidData.FAIL, false, new TreeMap<>(tablespaces)))
                .build();
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server) {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }

    /// @param oid asks for that of a tablespace on the target; 0 is that of the database
    private static String tablespaceOf(String oid) throws SQLException {
        return ask("SELECT coalesce((SELECT spcname FROM pg_tablespace WHERE oid = (%s)), '')".formatted(oid));
    }

    private static String ask(String sql) throws SQLException {
        return ask(target, sql);
    }

    private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
        return ask(server, "shop", sql);
    }

    private static String ask(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (var session = session(server, database);
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
