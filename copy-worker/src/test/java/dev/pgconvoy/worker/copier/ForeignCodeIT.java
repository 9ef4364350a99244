package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.Hash;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.CatalogReader;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rows of somebody who may make types, casts and functions, and waits for a superuser to look at them.
class ForeignCodeIT {

    private static final MigrationId ID = MigrationId.parse("target/foreign-code");
    private static final String TRAP = """
            RESET ROLE;
            DROP OWNED BY mallory CASCADE; GRANT ALL ON SCHEMA public TO mallory;
            SET ROLE mallory;
            CREATE TYPE public.mood AS ENUM ('sad', 'ok', '');
            CREATE TYPE public.pair AS (one text, two public.mood);
            CREATE TYPE public.span AS RANGE (subtype = public.mood);
            CREATE DOMAIN public.tone AS public.mood;
            CREATE FUNCTION public.trap(of text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN RAISE EXCEPTION 'trapped % with %', current_user, of; END $$;
            DO $$ DECLARE kind text; BEGIN
                FOREACH kind IN ARRAY ARRAY['mood', 'mood[]', 'pair', 'pair[]', 'span'] LOOP
                    EXECUTE format('CREATE FUNCTION public.of(%1$s) RETURNS text LANGUAGE sql IMMUTABLE
                                        AS ''SELECT public.trap(''''a %1$s'''')''', 'public.' || kind);
                    EXECUTE format('CREATE CAST (%1$s AS text) WITH FUNCTION public.of(%1$s) AS IMPLICIT', 'public.' || kind);
                END LOOP;
            END $$;
            CREATE TABLE public.bait (
                id int, mood public.mood, moods public.mood[], pair public.pair, pairs public.pair[], span public.span,
                tone public.tone, document json, note xml);
            INSERT INTO public.bait VALUES
                (1, 'sad', '{sad,NULL,""}', ('x', 'ok'), ARRAY[('x', 'ok')]::public.pair[], '[sad,ok)', 'ok', '{}', '<a/>'),
                (2, '', '{}', (NULL, NULL), '{}', 'empty', '', '""', ''),
                (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
            RESET ROLE;
            """;

    private static final String INDEX_THAT_SPRINGS_LATER = """
            SET ROLE mallory;
            CREATE FUNCTION public.one(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN
                       IF current_user = 'mallory' THEN RETURN 1; END IF;
                       RAISE EXCEPTION 'trapped % with an index', current_user;
                   END $$;
            CREATE INDEX spring ON public.bait ((id + public.one(1)));
            RESET ROLE;
            """;

    private static EmbeddedPostgres first;
    private static EmbeddedPostgres second;

    private final ServerConnector connector =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10));
    private WireSession source;
    private WireSession target;

    @BeforeAll
    static void startServers() throws IOException, SQLException {
        first = FreshPostgres.start();
        second = FreshPostgres.start();
        for (var server : List.of(first, second)) {
            try (var admin = server.getPostgresDatabase().getConnection()) {
                execute(admin, "CREATE ROLE mallory");
            }
        }
    }

    @AfterAll
    static void stopServers() throws IOException {
        first.close();
        second.close();
    }

    @BeforeEach
    void setTheTrap() throws SQLException {
        for (var server : List.of(first, second)) {
            try (var admin = server.getPostgresDatabase().getConnection()) {
                execute(admin, TRAP);
            }
        }
        source = open(first);
        target = open(second);
    }

    @AfterEach
    void close() throws SQLException {
        source.close();
        target.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mood", "moods", "pair", "pairs", "span"})
    void the_trap_works(String column) throws SQLException {
        try (var admin = first.getPostgresDatabase().getConnection()) {
            assertThatThrownBy(() -> execute(admin, "SELECT %s::text FROM public.bait".formatted(column)))
                    .hasMessageContaining("trapped postgres");
        }
    }

    /// The versions decide which expression is taken; both servers here understand all of them.
    @ParameterizedTest
    @ValueSource(ints = {10, 13, 14})
    void no_cast_of_a_types_owner_runs_while_rows_are_compared(int oldestMajor) throws SQLException {
        var result = verify(oldestMajor);

        assertThat(result.rows()).isEqualTo(3);
        assertThat(result.targetRows()).isEqualTo(3);
        assertThat(result.targetChecksum()).isEqualTo(result.sourceChecksum());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mood = NULL WHERE id = 2",
                "tone = NULL WHERE id = 2",
                "moods = '{}' WHERE id = 3",
                "moods = '{sad,\"\",NULL}' WHERE id = 1",
                "pair = NULL WHERE id = 2",
                "span = NULL WHERE id = 2",
                "document = '{ }' WHERE id = 1",
                "note = NULL WHERE id = 2",
            })
    void every_other_value_has_another_checksum(String change) throws SQLException {
        try (var admin = second.getPostgresDatabase().getConnection()) {
            execute(admin, "UPDATE public.bait SET " + change);
        }

        assertThat(verify(14).targetChecksum()).isNotEqualTo(verify(14).sourceChecksum());
        assertThat(verify(13).targetChecksum()).isNotEqualTo(verify(13).sourceChecksum());
    }

    @Test
    void a_view_in_the_place_of_a_table_is_not_read() throws SQLException {
        var digest = digest(14);
        try (var admin = first.getPostgresDatabase().getConnection()) {
            execute(admin, """
                    SET ROLE mallory; DROP TABLE public.bait;
                    CREATE VIEW public.bait AS SELECT length(public.trap('a view')) AS id""");
        }

        assertThatThrownBy(() -> verify(new TableCheck(bait(), false, Optional.empty(), Optional.empty())))
                .hasMessageContaining("restricted");
        assertThatThrownBy(() -> verify(new TableCheck(bait(), false, digest, Optional.empty())))
                .hasMessageNotContaining("trapped");
    }

    @Test
    void no_function_in_an_index_runs_while_the_comparison_is_planned() throws SQLException {
        for (var server : List.of(first, second)) {
            try (var admin = server.getPostgresDatabase().getConnection()) {
                execute(admin, INDEX_THAT_SPRINGS_LATER);
                assertThatThrownBy(() -> execute(admin, "SELECT count(*) FROM public.bait"))
                        .hasMessageContaining("trapped postgres");
            }
        }

        var equal = verify(14);
        try (var admin = second.getPostgresDatabase().getConnection()) {
            execute(
                    admin,
                    "SET ROLE mallory; DROP INDEX public.spring; UPDATE public.bait SET mood = NULL WHERE id = 2");
        }
        var different = verify(14);

        assertThat(equal.rows()).isEqualTo(3);
        assertThat(equal.targetRows()).isEqualTo(3);
        assertThat(equal.targetChecksum()).isEqualTo(equal.sourceChecksum()).isNotEmpty();
        assertThat(different.targetChecksum()).isNotEqualTo(different.sourceChecksum());
    }

    private static final String TREE_THAT_SPRINGS = """
            SET ROLE mallory;
            DROP TABLE IF EXISTS public.tree;
            CREATE TABLE public.tree (id int, word text) PARTITION BY HASH (id);
            CREATE TABLE public.leaf_0 PARTITION OF public.tree FOR VALUES WITH (MODULUS 2, REMAINDER %d);
            CREATE TABLE public.leaf_1 (word text, id int);
            ALTER TABLE public.tree ATTACH PARTITION public.leaf_1 FOR VALUES WITH (MODULUS 2, REMAINDER %d);
            INSERT INTO public.tree SELECT n, 'word ' || n FROM generate_series(1, 20) AS n;
            CREATE FUNCTION public.two(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN
                       IF current_user = 'mallory' THEN RETURN 2; END IF;
                       RAISE EXCEPTION 'trapped %% with a leaf', current_user;
                   END $$;
            CREATE INDEX ON public.leaf_1 ((id + public.two(2)));
            RESET ROLE;
            """;

    @Test
    void no_function_in_an_index_of_a_leaf_runs_while_the_comparison_of_a_tree_is_planned() throws SQLException {
        var remainder = 0;
        for (var server : List.of(first, second)) {
            try (var admin = server.getPostgresDatabase().getConnection()) {
                execute(admin, TREE_THAT_SPRINGS.formatted(remainder, 1 - remainder));
                assertThatThrownBy(() -> execute(admin, "SELECT count(*) FROM public.tree"))
                        .hasMessageContaining("trapped postgres");
            }
            remainder++;
        }
        var tree = new TableName("public", "tree");
        var check =
                new TableCheck(tree, true, Optional.of(new Digest(Hash.RECORD, false, List.of())), Optional.empty());
        try {
            var equal = verify(check);
            try (var admin = second.getPostgresDatabase().getConnection()) {
                execute(admin, "SET ROLE mallory; UPDATE public.leaf_0 SET word = 'other'");
            }
            var different = verify(check);

            assertThat(equal.rows()).isEqualTo(20);
            assertThat(equal.targetRows()).isEqualTo(20);
            assertThat(equal.targetChecksum()).isEqualTo(equal.sourceChecksum());
            assertThat(different.targetChecksum()).isNotEqualTo(different.sourceChecksum());
        } finally {
            for (var server : List.of(first, second)) {
                try (var admin = server.getPostgresDatabase().getConnection()) {
                    execute(admin, "DROP TABLE public.tree; DROP FUNCTION public.two");
                }
            }
        }
    }

    private UnitResult verify(int oldestMajor) throws SQLException {
        return verify(new TableCheck(bait(), false, digest(oldestMajor), Optional.empty()));
    }

    private UnitResult verify(TableCheck check) throws SQLException {
        return TableVerifier.verify(
                check, TableVerifier.unplanned(List.of(check), source.jdbc(), target.jdbc()), source, target);
    }

    private Optional<Digest> digest(int oldestMajor) throws SQLException {
        var catalog = new CatalogReader(source.jdbc()).read();
        return catalog.tables().stream()
                .filter(table -> table.name().equals(bait()))
                .map(CatalogTable::columns)
                .findFirst()
                .flatMap(new RowDigest(catalog.types(), oldestMajor, false)::of);
    }

    private static TableName bait() {
        return new TableName("public", "bait");
    }

    private WireSession open(EmbeddedPostgres server) {
        return WireSession.open(
                connector,
                ServerSide.SOURCE,
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.DISABLE, "postgres"),
                "postgres",
                ID,
                "test");
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
