package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgconvoy.it.command.DocumentedCommands;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twenty servers of six major versions with two databases each, in three waves: a pause in
/// the first one, an approval and a server that fails in the second one, and a worker that
/// is killed in the third one.
@Tag("long")
@UsesEnvironment
class TwentyServersIT {

    private static final String FLEET = "twenty";
    private static final int SERVERS = 20;
    private static final int TARGETS = 4;
    private static final int TARGET_MAJOR = 15;
    private static final int TOTAL = 4;
    private static final int PER_REGION = 3;
    private static final List<Integer> MAJORS = List.of(10, 11, 12, 13, 14, 15);
    private static final int LAST_OF_FIRST = 6;
    private static final int LAST_OF_SECOND = 13;
    private static final int FAILING = 9;
    private static final int LARGE = 18;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final KafkaClient client;
    private final Map<Integer, RunningServer> sources = new LinkedHashMap<>();
    private final List<RunningServer> targets;

    TwentyServersIT(TestEnvironment environment) {
        this.environment = environment;
        this.client = KafkaClient.connect(environment.bootstrapServers());
        for (var number = 1; number <= SERVERS; number++) {
            var major = MAJORS.get((number - 1) % MAJORS.size());
            sources.put(number, environment.server("twenty-source-" + number, major));
        }
        this.targets = IntStream.range(0, TARGETS)
                .mapToObj(number -> environment.server("twenty-target-" + number, TARGET_MAJOR))
                .toList();
    }

    @BeforeAll
    void fill_the_sources() throws SQLException {
        for (var number : sources.keySet()) {
            for (var database : databases(number)) {
                TestDatabases.drop(target(number), database);
            }
            fillOrders(number);
            fillLog(number);
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var number : sources.keySet()) {
            for (var database : databases(number)) {
                TestDatabases.drop(source(number), database);
                TestDatabases.drop(target(number), database);
            }
        }
    }

    private RunningServer source(int number) {
        return sources.getOrDefault(number, targets.getFirst());
    }

    private RunningServer target(int number) {
        return targets.get(number % TARGETS);
    }

    private static String orders(int number) {
        return "orders_" + number;
    }

    private static String log(int number) {
        return "log_" + number;
    }

    private static List<String> databases(int number) {
        return List.of(orders(number), log(number));
    }

    private static String server(int number) {
        return "s%02d".formatted(number);
    }

    private void fillOrders(int number) throws SQLException {
        if (number == LARGE) {
            TestDatabases.sample(source(number), orders(number), "0.15");
            return;
        }
        TestDatabases.create(source(number), orders(number));
        SuperuserSql.execute(source(number), orders(number), """
                CREATE TABLE item (id int PRIMARY KEY, note text NOT NULL);
                INSERT INTO item SELECT i, md5(i::text) FROM generate_series(1, %d) i;
                CREATE INDEX ON item (note)
                """.formatted(number * 500));
    }

    private void fillLog(int number) throws SQLException {
        TestDatabases.create(source(number), log(number));
        SuperuserSql.execute(source(number), log(number), """
                CREATE TABLE line (id bigserial PRIMARY KEY, at timestamptz NOT NULL, text text);
                INSERT INTO line (at, text)
                SELECT '2026-01-01 00:00Z'::timestamptz + i * interval '1 second', repeat('%d ', i %% 7)
                FROM generate_series(1, 3000) i
                """.formatted(number));
    }

    private String plan() {
        var text = new StringBuilder("""
                apiVersion: pgconvoy.dev/v1
                kind: Fleet
                metadata: {name: %s}
                spec:
                  defaults:
                    source: {user: postgres}
                    target: {user: postgres}
                    options: {jobs: 2}
                    expectedDuration: PT1M
                  limits: {total: %d, perTarget: %d, perLabel: {region: %d}}
                  waves:
                    - name: first
                      selector: {wave: first}
                      maxConcurrent: 1
                    - name: second
                      selector: {wave: second}
                      maxConcurrent: 2
                      gates: [dba-agrees]
                      onFailure: {retry: 0, then: stop-wave, maxFailed: 0}
                    - name: third
                      gates: [all-are-equal]
                  gates:
                    - {name: all-are-equal, kind: all-verified}
                    - {name: dba-agrees, kind: approval, role: dba}
                  servers:
                """.formatted(FLEET, TOTAL, TOTAL, PER_REGION));
        for (var number : sources.keySet()) {
            text.append("""
                        - name: %s
                          source: %s
                          target: %s
                          targetServer: %s
                          databases: [%s]
                          labels: {wave: %s, region: %s}
                          priority: %d
                    """.formatted(
                            server(number),
                            place(source(number)),
                            place(target(number)),
                            target(number).name(),
                            String.join(", ", databases(number)),
                            wave(number),
                            region(number),
                            number == FAILING ? 10 : 0));
        }
        return text.toString();
    }

    private static String place(RunningServer server) {
        return "{host: \"%s\", port: %d, password: \"file:%s\"}"
                .formatted(server.host(), server.port(), server.passwordFile());
    }

    private static String wave(int number) {
        if (number <= LAST_OF_FIRST) {
            return "first";
        }
        return number <= LAST_OF_SECOND ? "second" : "third";
    }

    private static String region(int number) {
        return number % 3 == 0 ? "east" : "west";
    }

    private String run(String line, int expected) throws IOException {
        var environmentVariables = Map.of("KAFKA_BOOTSTRAP_SERVERS", environment.bootstrapServers());
        try (var command = PgconvoyRun.start(folder, DocumentedCommands.words(line), environmentVariables)) {
            assertThat(command.exitCode(PATIENCE))
                    .as("%s%n%s%n%s", line, command.printed(), command.said())
                    .isEqualTo(expected);
            return command.printed();
        }
    }

    private List<JsonNode> servers() throws IOException {
        var status = new ObjectMapper().readTree(run("fleet status --json --fleet " + FLEET, 0));
        return StreamSupport.stream(status.path("servers").spliterator(), false).toList();
    }

    private List<JsonNode> awaitServers(String what, Predicate<List<JsonNode>> wanted) {
        return await(what).atMost(PATIENCE).until(this::servers, wanted);
    }

    private static Predicate<JsonNode> in(String phase) {
        return server -> server.path("phase").asText().equals(phase);
    }

    private static long count(List<JsonNode> servers, String phase) {
        return servers.stream().filter(in(phase)).count();
    }

    @Test
    void all_arrive_and_every_rule_of_the_plan_is_kept() throws IOException, SQLException {
        Files.writeString(folder.resolve("twenty.yaml"), plan());
        assertThat(run("fleet validate twenty.yaml", 0)).contains("20 servers in 3 waves");
        assertThat(run("fleet check twenty.yaml", 0)).contains("20 of 20 servers passed");
        assertThat(run("fleet plan twenty.yaml", 2)).contains("20 new");
        TestDatabases.drop(source(FAILING), log(FAILING));

        run("fleet apply twenty.yaml", 0);
        var pause = pauseInFirstWave();
        failInSecondWave();
        killWorkerInThirdWave();
        assertThat(run("fleet status --watch --fleet " + FLEET, 0)).contains("20 of 20 succeeded");

        everythingIsEqual();
        theReportIsTrue(pause);
        run("fleet delete " + FLEET, 0);
    }

    private record Pause(Instant from, Instant until) {}

    /// What runs goes on to its end, and nothing begins.
    private Pause pauseInFirstWave() throws IOException {
        awaitServers("the first server", servers -> count(servers, "running") > 0);
        run("fleet pause --reason \"the network is being repaired\" --fleet " + FLEET, 0);
        var from = Instant.now();
        awaitServers("the end of what runs", servers -> count(servers, "running") == 0);
        var before = count(servers(), "waiting");
        assertThat(before).isGreaterThan(SERVERS - LAST_OF_FIRST);
        await("a pause").pollDelay(PAUSE).until(() -> true);
        assertThat(count(servers(), "waiting")).isEqualTo(before);
        var until = Instant.now();
        run("fleet resume --fleet " + FLEET, 0);
        return new Pause(from, until);
    }

    /// Its failure stops the wave: what runs ends, and nothing else begins until
    /// somebody retries.
    private void failInSecondWave() throws IOException, SQLException {
        awaitServers("the end of the first wave", servers -> count(servers, "succeeded") == LAST_OF_FIRST);
        assertThat(count(servers(), "running")).as("nobody has approved").isZero();
        run("fleet approve second --role dba --reason \"the first wave looks good\" --fleet " + FLEET, 0);
        assertThat(run("fleet status --watch --fleet " + FLEET, 4))
                .contains("Fleet twenty: stopped", "1 servers have failed, and 0 may");
        var servers = awaitServers("the end of what runs", some -> count(some, "running") == 0);
        assertThat(servers)
                .filteredOn(in("failed"))
                .extracting(server -> server.path("server").asText())
                .containsExactly(server(FAILING));
        assertThat(count(servers, "waiting")).isGreaterThan(SERVERS - LAST_OF_SECOND);
        for (var number = LAST_OF_SECOND + 1; number <= SERVERS; number++) {
            assertThat(TestDatabases.names(target(number))).doesNotContainAnyElementsOf(databases(number));
        }
        fillLog(FAILING);
        run("fleet retry --failed --fleet " + FLEET, 0);
    }

    private void killWorkerInThirdWave() throws SQLException {
        var large = awaitServers(
                        "the large server",
                        servers -> servers.stream().anyMatch(in("running").and(TwentyServersIT::isLarge)))
                .stream()
                .filter(TwentyServersIT::isLarge)
                .findFirst()
                .orElseThrow();
        var id = large.path("migration").asText();
        WorkerKilledIT.Moment.HALF_OF_THE_BYTES.await(client, id, source(LARGE), target(LARGE), orders(LARGE));
        var killed = client.awaitFact(
                        KafkaClient.OBSERVED,
                        id,
                        PATIENCE,
                        fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .data()
                .at("/observation/worker")
                .asText();
        environment.service(killed).kill();
        assertThat(client.ends(id)).isEmpty();
        environment.replace(killed);
    }

    private static boolean isLarge(JsonNode server) {
        return server.path("server").asText().equals(server(LARGE));
    }

    private void everythingIsEqual() throws SQLException {
        for (var number : sources.keySet()) {
            for (var database : databases(number)) {
                assertThat(ContentLines.of(target(number), database))
                        .as(database)
                        .isEqualTo(ContentLines.of(source(number), database));
                assertThat(TestDatabases.hasLedger(target(number), database))
                        .as(database)
                        .isFalse();
            }
        }
    }

    /// When the last attempt of a server ran.
    private record Span(int number, Instant from, Instant until) {

        boolean contains(Instant time) {
            return !time.isBefore(from) && time.isBefore(until);
        }
    }

    private void theReportIsTrue(Pause pause) throws IOException {
        var report = new ObjectMapper().readTree(run("fleet report --json --fleet " + FLEET, 0));
        var spans = new ArrayList<Span>();
        for (var entry : report.path("servers")) {
            var server = entry.path("server");
            var number = Integer.parseInt(server.path("server").asText().substring(1));
            spans.add(new Span(
                    number,
                    Instant.parse(server.path("startedAt").asText()),
                    Instant.parse(server.path("endedAt").asText())));
            assertThat(server.path("phase").asText()).as("%s", server).isEqualTo("succeeded");
            assertThat(server.path("wave").asText()).as("%s", server).isEqualTo(wave(number));
            assertThat(server.path("attempt").asInt()).as("%s", server).isEqualTo(number == FAILING ? 2 : 1);
            assertThat(entry.at("/report/databases"))
                    .as("%s", server)
                    .extracting(database -> database.path("database").asText())
                    .containsExactlyInAnyOrderElementsOf(databases(number));
            assertThat(entry.at("/report/databases"))
                    .as("%s", server)
                    .allMatch(database -> database.path("differences").isEmpty());
        }
        assertThat(spans).hasSize(SERVERS);
        assertThat(spans)
                .as("begun while the fleet was paused")
                .noneMatch(
                        span -> span.from().isAfter(pause.from()) && span.from().isBefore(pause.until()));
        spans.forEach(span -> {
            assertThat(spans)
                    .as("ended before %s began", span)
                    .filteredOn(other -> wave(other.number()).compareTo(wave(span.number())) < 0)
                    .allMatch(other -> !other.until().isAfter(span.from()));
            assertThat(spans)
                    .as("at once when %s began", span)
                    .filteredOn(other -> other.contains(span.from()))
                    .hasSizeLessThanOrEqualTo(atOnce(span.number()));
            assertThat(spans)
                    .as("of one region when %s began", span)
                    .filteredOn(other -> other.contains(span.from())
                            && region(other.number()).equals(region(span.number())))
                    .hasSizeLessThanOrEqualTo(PER_REGION);
        });
        run("fleet report --html twenty.html --fleet " + FLEET, 0);
        assertThat(folder.resolve("twenty.html"))
                .content()
                .contains("20 of 20 servers succeeded", "the first wave looks good", "succeeded, attempt 2");
    }

    private static int atOnce(int number) {
        return switch (wave(number)) {
            case "first" -> 1;
            case "second" -> 2;
            default -> TOTAL;
        };
    }
}
