package dev.pgconvoy.worker.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.SettingsFollower;
import dev.pgconvoy.worker.conductor.WorkerTopicListener;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.keeper.SnapshotHolders;
import dev.pgconvoy.worker.wire.CopyRelay;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers that copy from a real server, each with its own connections to real brokers, in one process. What has passed
/// is looked at ten times a second. With `-Dpgconvoy.it.rate=52428800` the limit is another one, which a machine that
/// does nothing else can copy with ease: then nearly all of it must be used in each window, and not only most of it in
/// all of them together.
@Timeout(300)
class SharedRateIT {

    private static final long LIMIT = Long.getLong("pgconvoy.it.rate", 10L << 20);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(100);
    private static final int COPIES = 1;
    private static final CopyRelay.Statements ROWS = new CopyRelay.Statements(
            "COPY (SELECT repeat('0123456789', 800) FROM generate_series(1, 2000)) TO STDOUT",
            "CREATE TEMPORARY TABLE parcel (note text) ON COMMIT DROP; COPY parcel FROM STDIN");

    private static EmbeddedBroker broker;
    private static EmbeddedPostgres server;

    private final LongAdder passed = new LongAdder();
    private final List<Worker> workers = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(long nanos, long bytes) {}

    @BeforeAll
    static void start() throws Exception {
        broker = new EmbeddedBroker();
        server = FreshPostgres.start();
        try (var admin = Admin.create(connection())) {
            Topics.create(admin, TopicSettings.DEFAULTS);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        broker.close();
    }

    @AfterEach
    void end() throws InterruptedException {
        for (var worker : workers) {
            worker.die();
        }
    }

    private static Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void workers_share_the_limit_and_use_it_in_any_five_seconds(int count) throws Exception {
        begin(count);
        sample(Duration.ofSeconds(3));
        var steadyFrom = samples.size();
        sample(Duration.ofSeconds(8));

        requireThatItIsHeldAndUsed(steadyFrom);
    }

    @Test
    void so_they_do_while_one_is_killed_and_replaced() throws Exception {
        begin(2);
        sample(Duration.ofSeconds(6));

        workers.getFirst().die();
        begin(1);
        sample(Duration.ofSeconds(5));
        var steadyFrom = samples.size();
        sample(Duration.ofSeconds(8));

        requireThatItIsHeldAndUsed(steadyFrom);
    }

    @Test
    void a_limit_that_is_set_while_they_run_holds_within_seconds_also_for_a_newcomer() throws Exception {
        begin(2);
        set(Optional.of(LIMIT / 2));
        sample(Duration.ofSeconds(2));
        var setFrom = samples.size();
        sample(Duration.ofSeconds(6));
        begin(1);
        sample(Duration.ofSeconds(6));
        var slow = rates(setFrom);

        set(Optional.empty());
        sample(Duration.ofSeconds(2));
        var takenBackFrom = samples.size();
        sample(Duration.ofSeconds(8));

        assertThat(slow).isNotEmpty().allMatch(rate -> rate <= 0.525, "at most 1.05 of the limit that is set");
        assertThat(rates(takenBackFrom).stream()
                        .mapToDouble(rate -> rate)
                        .average()
                        .orElseThrow())
                .isBetween(0.55, 1.05);
    }

    private void set(Optional<Long> bytesPerSecond) {
        var scope = RateScope.ofSource(CopyWork.aLimitedTask().source().host());
        workers.getFirst().producer.send(new RateLimitSet(scope, bytesPerSecond), Optional.empty());
    }

    private void requireThatItIsHeldAndUsed(int steadyFrom) {
        var all = rates(0);
        var steady = rates(steadyFrom);

        assertThat(all).allMatch(rate -> rate <= 1.05, "at most 1.05 of the limit");
        assertThat(steady).isNotEmpty();
        assertThat(steady.stream().mapToDouble(rate -> rate).average().orElseThrow())
                .isGreaterThan(0.5);
        if (Long.getLong("pgconvoy.it.rate") != null) {
            assertThat(steady).allMatch(rate -> rate >= 0.95, "at least 0.95 of the limit");
        }
    }

    /// Returns when all that are alive have read something.
    private void begin(int count) throws InterruptedException {
        for (var number = 0; number < count; number++) {
            workers.add(new Worker());
        }
        while (!workers.stream().allMatch(worker -> worker.dead || worker.hasRead)) {
            sample(BETWEEN_SAMPLES);
        }
    }

    private void sample(Duration time) throws InterruptedException {
        for (var end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
            Thread.sleep(BETWEEN_SAMPLES);
            samples.add(new Sample(System.nanoTime(), passed.sum()));
        }
    }

    /// Of each window of five seconds that begins with a sample, as a part of the limit.
    private List<Double> rates(int from) {
        var rates = new ArrayList<Double>();
        for (var first = from; first < samples.size(); first++) {
            var begin = samples.get(first);
            samples.subList(first, samples.size()).stream()
                    .filter(sample -> sample.nanos() - begin.nanos() >= WINDOW.toNanos())
                    .findFirst()
                    .ifPresent(end ->
                            rates.add((end.bytes() - begin.bytes()) * 1e9 / (end.nanos() - begin.nanos()) / LIMIT));
        }
        System.out.printf(
                "bytes per second over 5 s, as a part of %,d: %.3f to %.3f in %d windows%n",
                LIMIT,
                rates.stream().mapToDouble(rate -> rate).min().orElse(0),
                rates.stream().mapToDouble(rate -> rate).max().orElse(0),
                rates.size());
        return rates;
    }

    private final class Worker {

        private final String name = "worker-" + workers.size();
        private final EventProducer producer = EventProducer.connect(
                connection(), new EventCodec("/pgconvoy/" + name, Instant::now, SharedSealKey.mac()));
        private final SharedRates rates = new SharedRates(name, claim -> {
            if (!isDead()) {
                producer.send(claim, Optional.empty());
            }
        });
        private final WorkerTopicListener listener = new WorkerTopicListener(
                connection(), new InboxRegistry(), new NoSnapshots(), rates, SharedSealKey.reader(), producer);
        private final SettingsFollower limits;
        private final List<Thread> copies = new ArrayList<>();
        private volatile boolean dead;
        private volatile boolean hasRead;

        Worker() throws InterruptedException {
            listener.awaitListening();
            rates.hearing();
            limits = SettingsFollower.start(RecordedLimits.TOPIC, connection(), new RecordedLimits(rates::set)::take);
            for (var copy = 0; copy < COPIES; copy++) {
                copies.add(Thread.ofVirtual().start(this::copy));
            }
        }

        private boolean isDead() {
            return dead;
        }

        private void copy() {
            try (var source = session(ServerSide.SOURCE);
                    var target = session(ServerSide.TARGET)) {
                var gate = rates.gate(CopyWork.aLimitedTask(LIMIT));
                while (!dead) {
                    gate.enter();
                    CopyRelay.relay(source, target, List.of(ROWS), (_, bytes) -> {
                        if (dead) {
                            throw new CancellationException("killed");
                        }
                        passed.add(bytes);
                        gate.pass(bytes);
                        hasRead = true;
                    });
                    gate.leave();
                    source.jdbc().rollback();
                    target.jdbc().rollback();
                }
            } catch (SQLException | CancellationException e) {
                if (!dead) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private static WireSession session(ServerSide side) throws SQLException {
            var session = WireSession.open(
                    new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                    side,
                    new ServerEndpoint(
                            "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.DISABLE, "postgres"),
                    "postgres",
                    MigrationId.parse("target/rates"),
                    "test");
            session.jdbc().setAutoCommit(false);
            try (var statement = session.jdbc().createStatement()) {
                statement.execute("SELECT 1");
            }
            return session;
        }

        /// Without a word to anybody.
        void die() throws InterruptedException {
            dead = true;
            for (var copy : copies) {
                copy.interrupt();
                copy.join();
            }
            rates.close();
            limits.close();
            listener.close();
            producer.close();
        }
    }

    private static final class NoSnapshots implements SnapshotHolders {

        @Override
        public void hear(SnapshotNotice word) {
            // nobody holds any
        }

        @Override
        public void letGo(MigrationId id) {
            // nobody holds any
        }
    }
}
