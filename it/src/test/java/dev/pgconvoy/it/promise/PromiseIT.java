package dev.pgconvoy.it.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.campaign.SeedRanges;
import dev.pgconvoy.it.content.ObjectFamily;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random databases of all families and of what makes a database hard to move: what passes the checks arrives, and
/// what they refuse would have failed or lost something.
///
/// The profile `long` runs a few seeds; `-Dpgconvoy.it.promise.seeds=1-300` runs others. Each run is a line of
/// `it/target/promise/runs.jsonl`, or of the file that `-Dpgconvoy.it.promise.runs` names.
@Tag("long")
@UsesEnvironment
class PromiseIT {

    private static final String SEEDS = "pgconvoy.it.promise.seeds";
    private static final String RUNS = "pgconvoy.it.promise.runs";
    private static final String PAGE = "pgconvoy.it.promise.page";
    private static final String AT_ONCE = "pgconvoy.it.promise.at-once";
    private static final String FEW = "1-8";
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
    void a_verdict_is_kept() throws IOException, InterruptedException, ExecutionException {
        // given
        var families = ObjectFamily.all();
        var pieces = HostilePiece.all();
        var seeds = SeedRanges.parse(System.getProperty(SEEDS, FEW));

        // when
        var records = run(seeds.stream()
                .map(seed -> PromisePlan.of(seed, families, pieces))
                .toList());

        // then
        PromisePage.writeIfWanted(System.getProperty(PAGE, ""), records);
        assertThat(records.stream().filter(PromiseRecord::isException).toList())
                .as("exceptions of %d runs", records.size())
                .hasSizeLessThanOrEqualTo(records.size() / PERCENT);
    }

    private List<PromiseRecord> run(List<PromisePlan> plans)
            throws IOException, InterruptedException, ExecutionException {
        var file = Path.of(System.getProperty(RUNS, "target/promise/runs.jsonl"));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        try (var threads = Executors.newFixedThreadPool(Integer.getInteger(AT_ONCE, 4))) {
            var runs = new ArrayList<Future<PromiseRecord>>();
            for (var plan : plans) {
                runs.add(threads.submit(inTurn(plan)));
            }
            var records = new ArrayList<PromiseRecord>();
            for (var run : runs) {
                var record = run.get();
                records.add(record);
                tell(record);
                Files.writeString(
                        file,
                        record.json() + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            return records;
        }
    }

    private Callable<PromiseRecord> inTurn(PromisePlan plan) {
        return () -> {
            var turn = plan.isAlone() ? servers.writeLock() : servers.readLock();
            turn.lock();
            try {
                return new PromiseRun(plan, source, target, client).execute();
            } finally {
                turn.unlock();
            }
        };
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
