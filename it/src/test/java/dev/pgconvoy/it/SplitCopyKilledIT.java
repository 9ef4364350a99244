package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.ServiceEnding;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The experiment in which other tools lose rows: a copy of split tables is interrupted at a random moment and goes on.
///
/// `-Dpgconvoy.it.rounds=50` makes it long; `-Dpgconvoy.it.seed=N` repeats the moments of the run that printed N.
@Tag("long")
@UsesEnvironment
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SplitCopyKilledIT {

    private static final String DATABASE = "split_and_struck";
    private static final String OPTIONS = "\"copy\": {\"splitTablesLargerThan\": 1048576}";
    private static final int ROUNDS = Integer.getInteger("pgconvoy.it.rounds", 6);
    private static final long SEED = Long.getLong("pgconvoy.it.seed", System.nanoTime());
    private static final int BYTES_PER_SECOND = 4_000_000;
    private static final long LATEST_MILLIS = 300;
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer target;
    private final KafkaClient client;
    private final Map<Integer, ContentLines> wanted = new HashMap<>();
    private final Map<Integer, SlowProxy> sources = new HashMap<>();
    private long units;
    private int interrupted;

    SplitCopyKilledIT(TestEnvironment environment) {
        this.environment = environment;
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    /// The newer one is split by pages, the older one by keys.
    @BeforeAll
    void fill_the_sources() throws SQLException, IOException {
        for (var major : List.of(15, 13)) {
            var source = environment.server("source", major);
            TestDatabases.create(source, DATABASE);
            SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
            wanted.put(major, ContentLines.of(source, DATABASE));
            sources.put(major, SlowProxy.before(source, BYTES_PER_SECOND));
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException, IOException {
        client.close();
        for (var major : sources.keySet()) {
            sources.get(major).close();
            TestDatabases.drop(environment.server("source", major), DATABASE);
        }
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    @Order(1)
    void the_tables_are_split_and_arrive_when_nobody_interrupts() throws SQLException {
        for (var major : sources.keySet()) {
            var id = begin("calm-" + major, major);
            var split = new AtomicLong();
            await().atMost(PATIENCE).pollInterval(LOOK).until(() -> {
                units = Math.max(units, count("SELECT count(*) FROM pgconvoy_ledger.unit"));
                split.accumulateAndGet(count("SELECT count(DISTINCT table_name) FROM pgconvoy_ledger.part"), Math::max);
                return !client.ends(id).isEmpty();
            });
            thenIsExact(id, major);
            assertThat(split).hasValue(4);
        }
    }

    /// 0 while the database or its ledger is not there.
    private long count(String query) {
        try {
            return Long.parseLong(SuperuserSql.lines(target, DATABASE, query).getFirst());
        } catch (SQLException notThere) {
            return 0;
        }
    }

    static Stream<Integer> rounds() {
        return IntStream.rangeClosed(1, ROUNDS).boxed();
    }

    @ParameterizedTest(name = "round {0}")
    @MethodSource("rounds")
    @Order(2)
    void no_row_is_lost_or_doubled(int round) throws SQLException, IOException, InterruptedException {
        // given
        var random = new SplittableRandom(SEED + round);
        var blow = ServiceEnding.values()[round % 3];
        var victims = Victims.values()[(round + round / 3 + 2) % 3];
        var major = round % 2 == 0 ? 15 : 13;
        var reached = random.nextLong(units);
        var later = Duration.ofMillis(random.nextLong(LATEST_MILLIS));
        var id = begin("struck-%d".formatted(round), major);
        var leader = leading(id);
        await().atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() -> count("SELECT count(*) FROM pgconvoy_ledger.unit") >= reached
                        || !client.ends(id).isEmpty());
        await().pollDelay(later).atMost(PATIENCE).until(() -> true);

        // when
        var ended = !client.ends(id).isEmpty();
        var struck = victims.of(leader);
        for (var victim : struck) {
            blow.strike(environment.service(victim));
        }
        struck.forEach(environment::replace);

        // then
        interrupted += ended ? 0 : 1;
        System.out.printf(
                "round %d, base seed %d: source %d, %s to %s (%s) %d ms after unit %d of %d%s%n",
                round,
                SEED,
                major,
                blow,
                victims,
                String.join(", ", struck),
                later.toMillis(),
                reached,
                units,
                ended ? ", which came too late" : "");
        thenIsExact(id, major);
    }

    @Test
    @Order(3)
    void most_rounds_were_interrupted_in_the_middle() {
        assertThat(interrupted).isGreaterThanOrEqualTo(ROUNDS / 2);
    }

    private String begin(String name, int major) throws SQLException {
        TestDatabases.drop(target, DATABASE);
        var request = RequestJson.move(name, sources.get(major).server(), target, DATABASE)
                .with(OPTIONS);
        client.request(request);
        return request.id();
    }

    private String leading(String id) {
        return client.awaitFact(KafkaClient.OBSERVED, id, PATIENCE, SplitCopyKilledIT::isBegin)
                .data()
                .at("/observation/worker")
                .asText();
    }

    private static boolean isBegin(TopicFact fact) {
        return fact.data().at("/observation/kind").asText().equals("migration-began");
    }

    private void thenIsExact(String id, int major) throws SQLException {
        var end = client.awaitEnd(id, PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(ContentLines.of(target, DATABASE)).isEqualTo(wanted.get(major));
        assertThat(TestDatabases.hasLedger(target, DATABASE)).isFalse();
        assertThat(client.ends(id)).hasSize(1);
    }

    enum Victims {
        LEADER,
        OTHER,
        BOTH;

        List<String> of(String leader) {
            return TestEnvironment.WORKERS.stream()
                    .filter(worker -> this == BOTH || worker.equals(leader) == (this == LEADER))
                    .toList();
        }
    }
}
