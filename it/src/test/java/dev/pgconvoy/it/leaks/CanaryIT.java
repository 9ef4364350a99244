package dev.pgconvoy.it.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A migration that fails in every way that quotes rows, one that succeeds with passwords in its schema, and a
/// comparison that finds them changed: afterwards nothing of all this is anywhere but in the databases.
@UsesEnvironment
class CanaryIT {

    private static final String SOUND = "canaries_sound";
    private static final String ROTTEN = "canaries_rotten";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private static final String ROW = "canary-row-5e1f";
    private static final String MAPPING = "canary-mapping-77ab";
    private static final String CHANGED_MAPPING = "canary-mapping-c0de";
    private static final String SUBSCRIPTION = "canary-subscription-19f3";
    private static final String SETTING = "canary-setting-402d";
    private static final String BODY = "canary-body-d31a";
    private static final String CHANGED_BODY = "canary-body-8e8e";

    /// Folders and logs of PostgreSQL servers are named so; they hold rows by their purpose, as `keys` holds passwords.
    private static final Pattern HOLDS_BY_PURPOSE =
            Pattern.compile("keys|.*-(?:9\\.6|9|1[0-8])(?:(?:\\.previous)?\\.log)?");

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;
    private final LeakSearch search;

    CanaryIT(TestEnvironment environment) throws IOException {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
        this.search = new LeakSearch(List.of(
                ROW,
                MAPPING,
                CHANGED_MAPPING,
                SUBSCRIPTION,
                SETTING,
                BODY,
                CHANGED_BODY,
                Files.readString(source.passwordFile()).strip(),
                Files.readString(target.passwordFile()).strip()));
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        remove(SOUND);
        remove(ROTTEN);
        TestDatabases.create(source, SOUND);
        SuperuserSql.execute(source, SOUND, """
                CREATE TABLE kept (id int PRIMARY KEY, note text);
                INSERT INTO kept SELECT i, '%s' FROM generate_series(1, 100) i;
                CREATE EXTENSION postgres_fdw;
                CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '1');
                CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (user 'u', password '%s');
                CREATE SUBSCRIPTION canary CONNECTION 'host=127.0.0.1 port=1 password=%s' PUBLICATION p
                    WITH (connect = false, slot_name = NONE);
                CREATE FUNCTION linked() RETURNS text LANGUAGE sql AS $$ SELECT 'host=h password=%s' $$;
                ALTER DATABASE %s SET app.key = '%s'
                """.formatted(ROW, MAPPING, SUBSCRIPTION, BODY, SOUND, SETTING));
        TestDatabases.create(source, ROTTEN);
        SuperuserSql.execute(source, ROTTEN, """
                CREATE FUNCTION public.home() RETURNS boolean LANGUAGE sql IMMUTABLE AS
                    'SELECT (pg_catalog.pg_control_system()).system_identifier = %1$s';
                CREATE FUNCTION public.speaks(note text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
                    BEGIN
                        IF NOT public.home() THEN RAISE EXCEPTION 'met %%', note USING ERRCODE = '22000'; END IF;
                        RETURN true;
                    END $$;
                CREATE TABLE raises (note text CHECK (public.speaks(note)));
                INSERT INTO raises VALUES ('%2$s');
                CREATE TABLE fails (note text, CONSTRAINT at_home CHECK (public.home()));
                INSERT INTO fails VALUES ('%2$s');
                CREATE TABLE doubled (id int, note text);
                INSERT INTO doubled VALUES (1, '%2$s'), (2, '%2$s');
                CREATE UNIQUE INDEX worm ON doubled ((CASE WHEN public.home() THEN id::text ELSE note END));
                CREATE TABLE misread (note text);
                INSERT INTO misread VALUES ('%2$s');
                CREATE INDEX slug ON misread ((CASE WHEN public.home() THEN 1 ELSE note::int END))
                """.formatted(
                        SuperuserSql.lines(source, ROTTEN, "SELECT system_identifier FROM pg_control_system()")
                                .getFirst(),
                        ROW));
    }

    private void remove(String database) throws SQLException {
        TestDatabases.drop(source, database);
        TestDatabases.drop(target, database);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        remove(SOUND);
        remove(ROTTEN);
    }

    @Test
    void no_password_and_no_value_of_a_row_is_left_anywhere() throws SQLException, IOException {
        // given
        var move = RequestJson.move("canaries", source, target, SOUND, ROTTEN).with("\"verify\": \"full\"");
        var verify = RequestJson.move("canaries-compared", source, target, SOUND)
                .with("\"migrationOption\": \"Verify\", \"verify\": \"full\"");

        // when
        try (var processes = new ProcessWatch(search);
                var events = new EventStream(
                        environment.service(TestEnvironment.MONITOR).uri("/api/events"))) {
            client.request(move);
            var moved = client.awaitEnd(move.id(), PATIENCE);
            change();
            client.request(verify);
            var compared = client.awaitEnd(verify.id(), PATIENCE);

            // then
            assertThat(moved.data().at("/failure").toString()).contains("raises", "fails", "worm", "slug");
            assertThat(compared.data().toString()).contains("user mapping", "linked", "not shown", "***");
            assertThat(processes.programs()).contains("pg_dump");
            await().atMost(MOMENT)
                    .until(() -> new String(events.heard(), StandardCharsets.UTF_8).contains(verify.id()));
            assertThat(processes.leaks()).isEmpty();
            assertThat(search.in("the live events", events.heard())).isEmpty();
            await().atMost(MOMENT).until(() -> traces().contains("migration.requested receive"));
            await().atMost(MOMENT).until(() -> traces().contains("pgconvoy.migration.state"));
            await().atMost(MOMENT).until(() -> traces().contains("pgconvoy.task "));
        }
        assertThat(search.inTopics(environment.bootstrapServers())).isEmpty();
        assertThat(search.inAnswers(addresses(move.id(), verify.id()))).isEmpty();
        for (var command : List.of(
                List.of("report", move.id()),
                List.of("report", verify.id()),
                List.of("watch", "--until-done", move.id()),
                List.of("events", move.id()),
                List.of("events", verify.id()))) {
            assertThat(search.in(command.toString(), said(command))).isEmpty();
        }
        assertThat(search.inFiles(environment.folder(), CanaryIT::holdsByPurpose))
                .isEmpty();
        assertThat(ledgers()).isEmpty();
    }

    /// They are among the files that are searched.
    private String traces() throws IOException {
        return Files.readString(environment.traces(), StandardCharsets.ISO_8859_1);
    }

    private byte[] said(List<String> command) throws IOException {
        var line = Stream.concat(command.stream(), Stream.of("--bootstrap-servers", environment.bootstrapServers()))
                .toList();
        try (var program = PgconvoyRun.start(folder, line)) {
            program.exitCode(PATIENCE);
            assertThat(program.printed()).as(command.toString()).isNotEmpty();
            return (program.printed() + program.said()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static boolean holdsByPurpose(Path path) {
        return HOLDS_BY_PURPOSE.matcher(path.getFileName().toString()).matches();
    }

    private void change() throws SQLException {
        SuperuserSql.execute(target, SOUND, """
                ALTER USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (SET password '%s');
                CREATE OR REPLACE FUNCTION linked() RETURNS text LANGUAGE sql AS $$ SELECT 'host=i password=%s' $$
                """.formatted(CHANGED_MAPPING, CHANGED_BODY));
    }

    private Stream<URI> addresses(String... ids) {
        var monitor = environment.service(TestEnvironment.MONITOR);
        var services = Stream.concat(
                        TestEnvironment.WORKERS.stream(),
                        Stream.of(TestEnvironment.MONITOR, TestEnvironment.PREFLIGHT, TestEnvironment.SUBMITTER))
                .map(environment::service)
                .flatMap(service -> Stream.of("/q/metrics", "/q/health").map(service::uri));
        var said = Stream.concat(
                Stream.of("/api/migrations"),
                Stream.of(ids).flatMap(id -> Stream.of("/api/migrations/" + id, armAddress(id))));
        return Stream.concat(services, said.map(monitor::uri));
    }

    /// Where Azure's clients would ask for it.
    private static String armAddress(String id) {
        var name = id.split("/");
        return "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/convoy-rg/providers"
                + "/Microsoft.DBforPostgreSQL/flexibleServers/%s/migrations/%s?api-version=2025-08-01"
                        .formatted(name[0], name[1]);
    }

    /// Those of the failed copy.
    private List<String> ledgers() throws SQLException {
        var leaks = new ArrayList<String>();
        for (var table : SuperuserSql.lines(
                target,
                ROTTEN,
                "SELECT oid::regclass FROM pg_class WHERE relkind = 'r' AND relnamespace = 'pgconvoy_ledger'::regnamespace")) {
            for (var row : SuperuserSql.lines(target, ROTTEN, "SELECT row::text FROM %s AS row".formatted(table))) {
                leaks.addAll(search.in(table, row.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return leaks;
    }

    @Test
    void the_search_finds_what_is_planted() throws IOException {
        var planted = "canary-planted-b00c";
        var finder = new LeakSearch(List.of(planted));
        Files.writeString(Files.createDirectories(folder.resolve("logs")).resolve("worker.log"), "with " + planted);
        Files.writeString(
                folder.resolve("encoded"),
                java.util.Base64.getEncoder().encodeToString(planted.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(Files.createDirectories(folder.resolve("keys")).resolve("key"), planted);
        client.publish(KafkaClient.UNREADABLE_REQUESTS, planted, "{\"said\": \"%s\"}".formatted(planted));
        var builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("SECRET", planted);

        assertThat(finder.inFiles(folder, CanaryIT::holdsByPurpose)).hasSize(2);
        assertThat(finder.inTopics(environment.bootstrapServers()))
                .anyMatch(leak -> leak.startsWith("the key of " + KafkaClient.UNREADABLE_REQUESTS))
                .anyMatch(leak -> leak.startsWith("the value of " + KafkaClient.UNREADABLE_REQUESTS))
                .anyMatch(leak -> leak.startsWith("the header ce_subject of " + KafkaClient.UNREADABLE_REQUESTS));
        var process = builder.start();
        try (var watch = new ProcessWatch(finder)) {
            await().atMost(MOMENT).until(() -> watch.leaks().stream().anyMatch(leak -> leak.startsWith("environ of")));
        } finally {
            process.destroyForcibly();
        }
    }
}
