package dev.pgconvoy.it.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.campaign.SeedRanges;
import dev.pgconvoy.it.content.ObjectFamily;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random databases of all families and of what makes a database hard to move: what passes the checks arrives, and
/// what they refuse would have failed or lost something.
///
/// The profile `long` runs a few seeds; `-Dpgconvoy.it.promise.seeds=1-300` runs others.
/// Each run is a line of `it/target/promise/runs.jsonl`, or of the file that
/// `-Dpgconvoy.it.promise.runs` names. With `-Dpgconvoy.it.promise.append=true` the seeds
/// that the file has are not run again, and with `-Dpgconvoy.it.promise.minutes=20` no seed
/// begins later: so a long campaign is run in pieces.
@Tag("long")
@UsesEnvironment
class PromiseIT {

    private static final String SEEDS = "pgconvoy.it.promise.seeds";
    private static final String RUNS = "pgconvoy.it.promise.runs";
    private static final String PAGE = "pgconvoy.it.promise.page";
    private static final String APPEND = "pgconvoy.it.promise.append";
    private static final String MINUTES = "pgconvoy.it.promise.minutes";
    private static final String AT_ONCE = "pgconvoy.it.promise.at-once";
    private static final String FEW = "1-8";
    private static final int UNLIMITED_MINUTES = 100_000;
    private static final int PERCENT = 100;

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;
    private final ReadWriteLock servers = new ReentrantReadWriteLock(true);

    PromiseIT(TestEnvironment environment) {
        this.source = environment.server("promise-source", 15);
        this.target = environment.server("promise-target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void prepare() throws SQLException, IOException {
        PromiseServers.prepare(source, target);
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void a_verdict_is_kept() throws IOException {
        // given
        var families = ObjectFamily.all();
        var pieces = HostilePiece.all();
        var seeds = SeedRanges.parse(System.getProperty(SEEDS, FEW));
        var runs = PromiseRuns.in(Path.of(System.getProperty(RUNS, "target/promise/runs.jsonl")));
        if (!Boolean.getBoolean(APPEND)) {
            runs.forget();
        }

        // when
        var broken = run(
                seeds.stream()
                        .filter(seed -> !runs.has(seed))
                        .map(seed -> PromisePlan.of(seed, families, pieces))
                        .toList(),
                runs);

        // then
        var records = runs.records();
        PromisePage.writeIfWanted(System.getProperty(PAGE, ""), records);
        System.out.println(PromisePage.section(records));
        assertThat(broken).as("runs that could not be made").isEmpty();
        assertThat(records.stream().filter(PromiseRecord::isException).toList())
                .as("exceptions of %d runs", records.size())
                .hasSizeLessThanOrEqualTo(Math.max(records.size(), seeds.size()) / PERCENT);
    }

    /// What cannot be made does not end the others.
    ///
    /// @return what kept them from being made
    private List<String> run(List<PromisePlan> plans, PromiseRuns runs) {
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(Integer.getInteger(MINUTES, UNLIMITED_MINUTES));
        var broken = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newFixedThreadPool(Integer.getInteger(AT_ONCE, 4))) {
            for (var plan : plans) {
                threads.execute(() -> {
                    if (System.nanoTime() < deadline) {
                        try {
                            var record = inTurn(plan);
                            runs.add(record);
                            tell(record);
                        } catch (IOException | SQLException | RuntimeException e) {
                            broken.add("seed %d: %s; again: %s"
                                    .formatted(plan.seed(), e, PromisePlan.repeat(plan.seed())));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
            }
        }
        return List.copyOf(broken);
    }

    private PromiseRecord inTurn(PromisePlan plan) throws IOException, SQLException, InterruptedException {
        var turn = plan.isAlone() ? servers.writeLock() : servers.readLock();
        turn.lock();
        try {
            return new PromiseRun(plan, source, target, client).execute();
        } finally {
            turn.unlock();
        }
    }

    private static void tell(PromiseRecord record) {
        System.out.printf(
                "promise: seed %d: %s %s: %s, %s in %.1f s: %s%n",
                record.seed(),
                record.families(),
                record.pieces(),
                record.verdict(),
                record.state(),
                record.millis() / 1_000.0,
                record.promise());
        if (record.isException()) {
            System.out.println("promise:   " + record.json());
            System.out.println("promise:   again: " + PromisePlan.repeat(record.seed()));
        }
    }
}
