package dev.pgconvoy.monitor.load;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.SecretRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Says on Kafka what the services say of a fleet that is copied, with their
/// codec and their key.
final class CopyingFleet implements AutoCloseable {

    private static final long MB = 1_000_000;
    private static final long TABLE_BYTES = 4_000 * MB;
    private static final String DATABASE = "shop";
    private static final String RUN = "5f3c9a1e0b7d4c2a";

    private final int running;
    private final int tables;
    private final InstantSource clock;
    private final KafkaProducer<String, byte[]> producer;
    private final List<MigrationRequest> requests = new ArrayList<>();
    private long round;
    private int atOnce = 1;

    /// @param running migrations that copy
    /// @param requested beside them, which are known and wait
    /// @param tables of each that copies
    CopyingFleet(String bootstrapServers, int running, int requested, int tables, InstantSource clock) {
        this.running = running;
        this.tables = tables;
        this.clock = clock;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5, "batch.size", 65_536),
                new StringSerializer(),
                new ByteArraySerializer());
        for (var number = 0; number < running + requested; number++) {
            requests.add(request(number));
        }
    }

    private static MigrationRequest request(int number) {
        return new MigrationRequest(
                        MigrationId.parse("shop-%04d-flex/move-1".formatted(number)),
                        server("shop-%04d.old.example".formatted(number), "env:PGCONVOY_SOURCE_PASSWORD"),
                        server("shop-%04d.postgres.example".formatted(number), "env:PGCONVOY_TARGET_PASSWORD"),
                        List.of(DATABASE),
                        MigrationOptions.DEFAULTS)
                .withLabels(new TreeMap<>(Map.of("team", number % 2 == 0 ? "retail" : "logistics")));
    }

    private static ServerEndpoint server(String host, String password) {
        return new ServerEndpoint(
                host, 5432, "mover", Optional.of(SecretRef.parse(password)), SslMode.REQUIRE, "postgres");
    }

    String id(int number) {
        return requests.get(number).id().toString();
    }

    private ProducerRecord<String, byte[]> record(Event event, Instant time) {
        var record = new EventCodec("/pgconvoy/load", () -> time, SharedSealKey.mac()).record(event, Optional.empty());
        return new ProducerRecord<>(
                record.topic(), null, time.toEpochMilli(), record.key(), record.value(), record.headers());
    }

    private void say(Event event) {
        producer.send(record(event, clock.instant()));
    }

    void begin() {
        requests.forEach(request -> say(new MigrationRequested(request)));
        for (var request : requests.subList(0, running)) {
            var accepted = new Acceptance(RequestHash.of(request), clock.instant(), Map.of());
            say(new MigrationValidated(request, Verdict.SUCCEEDED, List.of(), accepted));
            say(new MigrationSubmitted(request, ExecutorKind.WORKERS, 1, accepted));
            say(observed(request, new Observation.MigrationBegan(1, worker(request))));
        }
        producer.flush();
    }

    void giveOutTables() {
        for (var request : requests.subList(0, running)) {
            for (var table = 0; table < tables; table++) {
                say(task(request, table));
            }
        }
        producer.flush();
    }

    private static MigrationObserved observed(MigrationRequest request, Observation observation) {
        return new MigrationObserved(request.id(), Optional.of(RequestHash.of(request)), observation);
    }

    private static String table(int number) {
        return "order_lines_%03d".formatted(number);
    }

    private static CopyTask task(MigrationRequest request, int number) {
        var name = new TableName("public", table(number));
        return new CopyTask(
                table(number),
                RUN,
                request.id(),
                RequestHash.of(request),
                1,
                DATABASE,
                request.source(),
                request.target(),
                "00000003-0000001B-1",
                new Work.CopyTables(
                        List.of(new Work.TableCopy(
                                name,
                                name,
                                List.of("id", "order_id", "product_id", "amount"),
                                true,
                                true,
                                Optional.empty(),
                                TABLE_BYTES)),
                        List.of()));
    }

    private String worker(MigrationRequest request) {
        return "worker-" + Math.floorMod(request.id().hashCode(), 200);
    }

    /// Made before it is said, so that making it takes nothing from what is measured:
    /// for each second what all workers say of tables, and what each conductor says
    /// of its migration.
    ///
    /// @param perSecond events about tables
    List<List<ProducerRecord<String, byte[]>>> burst(int seconds, int perSecond, Instant from) {
        var burst = new ArrayList<List<ProducerRecord<String, byte[]>>>();
        atOnce = perSecond / running;
        for (var second = 0; second < seconds; second++) {
            round++;
            var time = from.plusSeconds(second);
            var said = new ArrayList<ProducerRecord<String, byte[]>>(perSecond + running);
            for (var table = 0; table < atOnce; table++) {
                for (var request : requests.subList(0, running)) {
                    said.add(record(progress(request, (int) ((round * atOnce + table) % tables)), time));
                }
            }
            for (var request : requests.subList(0, running)) {
                said.add(record(observed(request, new Observation.Progressed(1, List.of(counters()))), time));
            }
            burst.add(said);
        }
        return burst;
    }

    private TaskProgress progress(MigrationRequest request, int table) {
        var bytes = bytesOfTable();
        return new TaskProgress(table(table), RUN, request.id(), 1, DATABASE, worker(request), bytes, bytes / 118);
    }

    private long bytesOfTable() {
        return round * 3 * MB;
    }

    /// The last thing that was said of each migration that copies: who shows it has
    /// read all before.
    LastTable lastTable() {
        return new LastTable(table((int) ((round * atOnce + atOnce - 1) % tables)), bytesOfTable());
    }

    record LastTable(String table, long bytes) {}

    private DatabaseProgress counters() {
        var total = TABLE_BYTES * tables;
        var bytes = bytesSaid();
        var rate = 182 * MB;
        return new DatabaseProgress(
                DATABASE,
                DatabasePhase.COPY,
                tables - 20,
                20,
                0,
                0,
                total,
                bytes,
                bytes / 118,
                tables,
                0,
                0,
                rate + round * 10_000,
                (total - bytes) / rate);
    }

    /// What the last counters of each migration say.
    long bytesSaid() {
        return 182 * MB * round;
    }

    /// At the pace of the burst: what is said in a second goes out within it.
    void say(List<List<ProducerRecord<String, byte[]>>> burst) throws InterruptedException {
        var began = System.nanoTime();
        var second = 0;
        for (var said : burst) {
            for (var record : said) {
                producer.send(record);
            }
            second++;
            var early = began + second * 1_000_000_000L - System.nanoTime();
            if (early > 0) {
                Thread.sleep(early / 1_000_000);
            }
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
