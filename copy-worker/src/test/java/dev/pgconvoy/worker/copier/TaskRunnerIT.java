package dev.pgconvoy.worker.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRunnerIT {

    private static final MigrationId ID = MigrationId.parse("target/tasks");
    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final SlotSessions sessions = new SlotSessions(new ServerConnector(
            new SecretResolver(
                    Optional.empty(), new AllowedReferences(List.of("SOURCE"), List.of()), _ -> passwordOrFault()),
            Duration.ofSeconds(10)));
    private final TaskRunner runner = new TaskRunner(sessions, new IndexBuilds());

    @BeforeAll
    static void startServers() throws IOException {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        source.close();
        target.close();
    }

    private String passwordOrFault() {
        if (broken.get()) {
            throw new IllegalStateException("a fault of ours");
        }
        return "any";
    }

    @Test
    void after_a_fault_of_ours_the_same_slot_does_the_task_anew() throws SQLException {
        try (var holder = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(holder, "CREATE TABLE parcel AS SELECT generate_series(1, 100) AS id");
            execute(conductor, "CREATE TABLE parcel (id integer); DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE");
            Fence.create(
                    conductor,
                    new LeadTerm(ID, "a-hash", 7),
                    new CopyOrigin("system 1 database 5 postgres", "all"),
                    "a state");
            var task = copy(exported(holder));
            assertThatIllegalStateException().isThrownBy(() -> runner.run(task, new CopyMeter()));

            broken.set(false);
            var outcome = runner.run(task, new CopyMeter());

            assertThat(outcome).isInstanceOf(TaskResult.Done.class);
            assertThat(((TaskResult.Done) outcome).units().getFirst().rows()).isEqualTo(100);
            assertThat(count(conductor, "parcel")).isEqualTo(100);
            execute(conductor, "DROP SCHEMA pgconvoy_ledger CASCADE");
        } finally {
            sessions.close();
        }
    }

    /// `100 / b` fails for a row with `b = 0`, and nobody but ANALYZE evaluates it.
    private static final String STATISTICS_THAT_FAIL = """
            CREATE TABLE %1$s (id integer PRIMARY KEY, b integer);
            CREATE STATISTICS %1$s_stat (mcv) ON (100 / nullif(b, 1)), (100 / b) FROM %1$s""";

    @Test
    void an_analyze_that_fails_is_a_note_and_all_else_is_done() throws SQLException {
        broken.set(false);
        try (var holder = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            for (var table : List.of("barge", "ferry")) {
                execute(holder, STATISTICS_THAT_FAIL.formatted(table));
                execute(holder, "INSERT INTO %s VALUES (1, %d)".formatted(table, table.equals("barge") ? 0 : 7));
                execute(conductor, STATISTICS_THAT_FAIL.formatted(table));
            }
            execute(conductor, "DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE");
            Fence.create(
                    conductor,
                    new LeadTerm(ID, "a-hash", 7),
                    new CopyOrigin("system 1 database 5 postgres", "all"),
                    "a state");
            var index = new Work.Statement(
                    UnitKind.INDEX, "index by_b", "index by_b", "CREATE INDEX by_b ON public.barge (b)");

            var outcome = runner.run(
                    task(
                            exported(holder),
                            new Work.CopyTables(
                                    List.of(wholeTable("barge"), wholeTable("ferry")),
                                    List.of(
                                            index,
                                            Work.Statement.analyze(new TableName("public", "barge")),
                                            Work.Statement.analyze(new TableName("public", "ferry"))))),
                    new CopyMeter());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            TaskResult.Done.class,
                            done -> assertThat(done.units().stream().flatMap(unit -> unit.notes().stream()))
                                    .singleElement()
                                    .satisfies(note -> {
                                        assertThat(note.code()).isEqualTo("PGC2009");
                                        assertThat(note.object()).contains("barge");
                                        assertThat(note.message()).contains("divides by zero");
                                        assertThat(note.remedy()).endsWith("ANALYZE \"public\".\"barge\"");
                                    }));
            assertThat(count(conductor, "barge")).isEqualTo(1);
            assertThat(count(conductor, "ferry")).isEqualTo(1);
            assertThat(count(conductor, "pg_class WHERE relname = 'by_b'")).isEqualTo(1);
            assertThat(count(conductor, "pg_class WHERE relname = 'ferry' AND reltuples = 1"))
                    .isEqualTo(1);
            execute(conductor, "DROP SCHEMA pgconvoy_ledger CASCADE");
        } finally {
            sessions.close();
        }
    }

    private static final String STATISTICS_THAT_CANNOT_CAST = """
            CREATE TABLE raft (id integer PRIMARY KEY, v text);
            CREATE STATISTICS raft_stat ON ((v::integer)) FROM raft;
            INSERT INTO raft VALUES (1, '5'), (2, 'a planted value')""";

    @Test
    void so_is_one_that_runs_alone_and_no_value_is_told() throws SQLException {
        broken.set(false);
        try (var holder = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(conductor, "DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE; " + STATISTICS_THAT_CANNOT_CAST);
            Fence.create(conductor, new LeadTerm(ID, "a-hash", 7), new CopyOrigin("a", "all"), "a state");
            var analyze = new Work.RunStatements(List.of(Work.Statement.analyze(new TableName("public", "raft"))));

            assertThat(runner.run(task(exported(holder), analyze), new CopyMeter()))
                    .isInstanceOfSatisfying(
                            TaskResult.Done.class,
                            done -> assertThat(done.units().getFirst().notes())
                                    .singleElement()
                                    .satisfies(note -> assertThat(note.code()).isEqualTo("PGC2009"))
                                    .satisfies(note -> assertThat(note.object()).contains("raft"))
                                    .satisfies(
                                            note -> assertThat(note.toString()).doesNotContain("planted")));
        } finally {
            sessions.close();
            try (var conductor = target.getPostgresDatabase().getConnection()) {
                execute(conductor, "DROP TABLE raft; DROP SCHEMA pgconvoy_ledger CASCADE");
            }
        }
    }

    private static final String INDEX_THAT_SPRINGS = """
            CREATE FUNCTION public.one(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN
                       IF current_user = 'mallory' THEN RETURN 1; END IF;
                       RAISE EXCEPTION 'trapped % with an index', current_user;
                   END $$;
            ALTER FUNCTION public.one OWNER TO mallory;
            SET ROLE mallory;
            CREATE INDEX ON public.crate ((id + public.one(1)))""";

    @Test
    void a_part_of_a_table_that_got_code_after_it_was_split_is_not_read() throws SQLException {
        broken.set(false);
        try (var holder = source.getPostgresDatabase().getConnection();
                var owner = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(owner, "CREATE ROLE mallory; GRANT CREATE ON SCHEMA public TO mallory");
            execute(owner, "CREATE TABLE crate AS SELECT generate_series(1, 100) AS id");
            execute(owner, "ALTER TABLE crate OWNER TO mallory");
            execute(conductor, "CREATE TABLE crate (id integer); DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE");
            Fence.create(
                    conductor,
                    new LeadTerm(ID, "a-hash", 7),
                    new CopyOrigin("system 1 database 5 postgres", "all"),
                    "a state");
            var task = copy(exported(holder), "crate", Optional.of(new Work.Part(1, 2, pages(0, 100))));
            assertThat(runner.run(task, new CopyMeter())).isInstanceOf(TaskResult.Done.class);

            execute(owner, INDEX_THAT_SPRINGS);
            var later = copy(task.snapshot(), "crate", Optional.of(new Work.Part(2, 2, pages(0, 100))));
            var outcome = runner.run(later, new CopyMeter());

            assertThat(outcome).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
                assertThat(failed.failure().code()).isEqualTo(FailureCode.SNAPSHOT_LOST);
                assertThat(failed.failure().sentence())
                        .contains("crate", "index")
                        .doesNotContain("trapped");
            });
        } finally {
            sessions.close();
        }
    }

    private static Work.Rows pages(long from, long to) {
        return new Work.PageRange(Optional.of(from), Optional.of(to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER SCHEMA live RENAME TO old; ALTER SCHEMA staging RENAME TO live",
                "ALTER SCHEMA live RENAME TO old",
            })
    void a_schema_that_is_renamed_after_the_snapshot_was_taken_costs_the_snapshot(String change) throws SQLException {
        broken.set(false);
        var table = new TableName("live", "box");
        try (var holder = source.getPostgresDatabase().getConnection();
                var changer = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(changer, """
                    CREATE SCHEMA live; CREATE SCHEMA staging;
                    CREATE TABLE live.box AS SELECT 1 AS id; CREATE TABLE staging.box AS SELECT 2 AS id""");
            execute(conductor, "CREATE SCHEMA live; CREATE TABLE live.box (id integer)");
            Fence.create(conductor, new LeadTerm(ID, "a-hash", 7), new CopyOrigin("a", "all"), "a state");
            var snapshot = exported(holder);
            execute(holder, "LOCK TABLE live.box IN ACCESS SHARE MODE");
            execute(changer, change);

            for (var work : List.of(
                    new Work.CopyTables(
                            List.of(new Work.TableCopy(
                                    table, table, List.of("id"), true, false, Optional.empty(), 8_192)),
                            List.of()),
                    new Work.VerifyTables(
                            List.of(new Work.TableCheck(table, false, Optional.empty(), Optional.empty())), true))) {
                assertThat(runner.run(task(snapshot, work), new CopyMeter()))
                        .isInstanceOfSatisfying(
                                TaskResult.Failed.class,
                                failed -> assertThat(failed.failure())
                                        .satisfies(failure ->
                                                assertThat(failure.code()).isEqualTo(FailureCode.SNAPSHOT_LOST))
                                        .satisfies(failure ->
                                                assertThat(failure.object()).isEqualTo("live.box")));
            }
            assertThat(count(conductor, "live.box")).isZero();
        } finally {
            sessions.close();
            try (var changer = source.getPostgresDatabase().getConnection();
                    var conductor = target.getPostgresDatabase().getConnection()) {
                execute(changer, "DROP SCHEMA IF EXISTS live, old, staging CASCADE");
                execute(conductor, "DROP SCHEMA live, pgconvoy_ledger CASCADE");
            }
        }
    }

    private static Work.TableCopy wholeTable(String name) {
        var table = new TableName("public", name);
        return new Work.TableCopy(table, table, List.of("id", "b"), true, false, Optional.empty(), 8_192);
    }

    private static final String CODE = """
            CREATE SCHEMA lib;
            CREATE FUNCTION lib.hex(b bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN RETURN encode(b, 'hex'); END $$;
            CREATE FUNCTION lib.code(i int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
                $$ BEGIN RETURN hex(int4send(i)); END $$;
            CREATE TABLE public.token (
                id int CHECK (lib.code(id) <> ''), code text GENERATED ALWAYS AS (lib.code(id)) STORED)""";

    private static final TableName TOKEN = new TableName("public", "token");

    private static Work rowsAndIndex() {
        return new Work.CopyTables(
                List.of(new Work.TableCopy(TOKEN, TOKEN, List.of("id"), true, false, Optional.empty(), 8_192)),
                List.of(new Work.Statement(
                        UnitKind.INDEX,
                        "index",
                        "public.by_code",
                        "CREATE INDEX by_code ON public.token (lib.code(id))")));
    }

    @Test
    void code_of_columns_checks_and_indexes_finds_names_as_in_the_sessions_of_the_source() throws SQLException {
        broken.set(false);
        try (var holder = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(holder, "SET search_path = lib, pg_catalog;" + CODE);
            execute(holder, "INSERT INTO public.token VALUES (1), (2)");
            execute(conductor, CODE);
            execute(conductor, "DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE");
            Fence.create(conductor, new LeadTerm(ID, "a-hash", 7), new CopyOrigin("a", "all"), "a state");
            var task = task(exported(holder), rowsAndIndex());

            assertThat(runner.run(task, new CopyMeter())).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
                assertThat(failed.failure().object()).isEqualTo("public.token");
                assertThat(failed.failure().message()).contains("lib.code", "search_path", "\"public\"");
                assertThat(failed.failure().remedy()).contains("ALTER FUNCTION");
            });

            try (var owner = source.getPostgresDatabase().getConnection()) {
                execute(owner, "ALTER DATABASE postgres SET search_path = lib");
            }
            holder.commit();
            var again = task(exported(holder), rowsAndIndex());
            var meter = new CopyMeter();
            assertThat(runner.run(again, meter)).isInstanceOf(TaskResult.Done.class);

            assertThat(meter.rows()).as("messages of one run").isLessThanOrEqualTo(4);
            assertThat(count(conductor, "public.token WHERE code = '00000002'")).isOne();
            try (var statement = sessions.target(again).jdbc().createStatement();
                    var row = statement.executeQuery("SHOW search_path")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("pg_catalog, pg_temp");
            }
        } finally {
            sessions.close();
            try (var owner = source.getPostgresDatabase().getConnection();
                    var conductor = target.getPostgresDatabase().getConnection()) {
                execute(owner, "ALTER DATABASE postgres RESET search_path");
                execute(owner, "DROP TABLE public.token; DROP SCHEMA lib CASCADE");
                execute(conductor, "DROP TABLE public.token; DROP SCHEMA lib, pgconvoy_ledger CASCADE");
            }
        }
    }

    @Test
    void what_the_target_refuses_is_named_with_the_kind_of_statement() throws SQLException {
        broken.set(false);
        try (var holder = source.getPostgresDatabase().getConnection();
                var conductor = target.getPostgresDatabase().getConnection()) {
            execute(conductor, "DROP SCHEMA IF EXISTS pgconvoy_ledger CASCADE; CREATE TABLE twice AS SELECT 1 AS id");
            Fence.create(conductor, new LeadTerm(ID, "a-hash", 7), new CopyOrigin("a", "all"), "a state");
            var sql = "SET LOCAL maintenance_work_mem = '64MB'; CREATE UNIQUE INDEX one ON public.twice (lower(id))";
            var work = new Work.RunStatements(List.of(new Work.Statement(UnitKind.INDEX, "index", "public.one", sql)));

            assertThat(runner.run(task(exported(holder), work), new CopyMeter()))
                    .isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
                        assertThat(failed.failure().object()).isEqualTo("public.one");
                        assertThat(failed.failure().message())
                                .startsWith("The target refused its CREATE UNIQUE INDEX: ")
                                .contains("42883");
                    });
        } finally {
            sessions.close();
            try (var conductor = target.getPostgresDatabase().getConnection()) {
                execute(conductor, "DROP TABLE twice; DROP SCHEMA pgconvoy_ledger CASCADE");
            }
        }
    }

    private static CopyTask copy(String snapshot) {
        return copy(snapshot, "parcel", Optional.empty());
    }

    private static CopyTask copy(String snapshot, String name, Optional<Work.Part> part) {
        var table = new TableName("public", name);
        return task(
                snapshot,
                new Work.CopyTables(
                        List.of(new Work.TableCopy(table, table, List.of("id"), true, false, part, 8_192)), List.of()));
    }

    private static CopyTask task(String snapshot, Work work) {
        return new CopyTask(
                "copy#0",
                "a-run",
                ID,
                "a-hash",
                7,
                "postgres",
                new ServerEndpoint(
                        "localhost",
                        source.getPort(),
                        "postgres",
                        Optional.of(new SecretRef.Env("SOURCE")),
                        SslMode.DISABLE,
                        "postgres"),
                new ServerEndpoint(
                        "localhost", target.getPort(), "postgres", Optional.empty(), SslMode.DISABLE, "postgres"),
                snapshot,
                work);
    }

    private static String exported(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (var statement = holder.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            try (var row = statement.executeQuery("SELECT pg_export_snapshot()")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(Connection session, String table) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
