package dev.pgconvoy.monitor;

import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent.FleetStateRecorded;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.NotesByCode;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.SecretRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Says on Kafka what the services say of a fleet in which everything happens: for tests of the console, and for its
/// pictures.
final class SampleFleet implements AutoCloseable {

    static final String RUNNING = "orders-flex/move-1";
    static final String FAILED = "billing-flex/move-1";
    static final String SUCCEEDED = "catalog-flex/move-1";
    static final String WAITING = "ledger-flex/move-1";
    static final String HOSTILE_TABLE = "<img src=x onerror=\"document.title='owned'\">'\u202Egnp.\uD83D\uDC18";

    static final String LONGEST_TABLE = "\uD83D\uDC18".repeat(15) + "abc";
    static final String HOSTILE_ACTOR = "\"Zo\u00EB\" <b onclick=alert(1)>\u202Emoc.elpmaxe@abd";

    static final int USUAL_SIZE = 45;
    private static final long MB = 1_000_000;
    private static final String RUN = "5f3c9a1e0b7d4c2a";
    private static final List<String> NAMES = List.of(
            "accounts",
            "archive",
            "bookings",
            "campaigns",
            "carts",
            "chat",
            "claims",
            "crm",
            "delivery",
            "devices",
            "events",
            "exports",
            "forum",
            "geo",
            "hr",
            "images",
            "invoices",
            "jobs",
            "leads",
            "loyalty",
            "mail",
            "metrics",
            "notes",
            "offers",
            "parcels",
            "payroll",
            "pricing",
            "quotes",
            "returns",
            "search",
            "stock",
            "surveys",
            "tickets",
            "tours",
            "users",
            "vouchers",
            "wiki",
            "workflow");

    private final KafkaProducer<String, byte[]> producer;
    private final Instant now = Instant.now();
    private long second;

    private record TaskOfSample(String taskId, Work work, String worker, long bytes, long perSecond) {}

    private final List<TaskOfSample> tasks = new ArrayList<>();

    SampleFleet(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    private void say(Instant time, Event event) {
        say(time, event, Optional.empty());
    }

    private void say(Instant time, Event event, Optional<String> actor) {
        var record = new EventCodec("/pgconvoy/sample", () -> time, SharedSealKey.mac())
                .record(event, Optional.empty(), actor);
        producer.send(new ProducerRecord<>(
                record.topic(), null, time.toEpochMilli(), record.key(), record.value(), record.headers()));
    }

    void begin() {
        begin(USUAL_SIZE);
    }

    /// @param size how many migrations there are, with those that have succeeded long ago
    void begin(int size) {
        for (var before = USUAL_SIZE; before < size; before++) {
            succeed(NAMES.get(before % NAMES.size()) + "-flex/move-0." + before, 12, 400 + before);
        }
        succeed(SUCCEEDED, 48, 3);
        var number = 0;
        for (var name : NAMES) {
            var id = name + "-flex/move-1";
            switch (number % 6) {
                case 0, 1, 2, 3 -> succeed(id, 20 + number, number + 4);
                case 4 -> began(id, number * 3 + 2, "worker-" + (number % 3 + 1));
                default -> request(id, number + 1);
            }
            number++;
        }
        fail();
        refuse("legacy-flex/move-1");
        cancel("sandbox-flex/move-1");
        began("reports-flex/move-1", 25, "worker-2");
        say(minutesAgo(4), observed("reports-flex/move-1", new Observation.Hindered(1, obstacle())));
        say(minutesAgo(1), new MigrationRequested(request(WAITING)), Optional.of(HOSTILE_ACTOR));
        began(RUNNING, 9, "worker-1");
        say(minutesAgo(1), new FleetStateRecorded(new SampleWaves(now).status()));
        var garbage = new ProducerRecord<>(
                EventType.MIGRATION_REQUESTED.topic(), "some key", "{\"id\":".getBytes(StandardCharsets.UTF_8));
        garbage.headers().add("ce_type", EventType.MIGRATION_REQUESTED.ceType().getBytes(StandardCharsets.UTF_8));
        producer.send(garbage);
        producer.flush();
    }

    private static Finding obstacle() {
        return new Finding(
                "end",
                FindingCode.values()[0].code(),
                Severity.ERROR,
                "server reports.postgres.example:5432",
                "The target refuses connections: the end of the migration cannot be completed.",
                "Start the server; it is tried again by itself.");
    }

    private Instant minutesAgo(long minutes) {
        return now.minus(Duration.ofMinutes(minutes));
    }

    static MigrationRequest request(String id) {
        var server = id.substring(0, id.indexOf('/')).replace("-flex", "");
        var team = server.compareTo("m") < 0 ? "retail" : "logistics";
        return new MigrationRequest(
                        MigrationId.parse(id),
                        server(server + "-db.old.example", "env:PGCONVOY_SOURCE_PASSWORD"),
                        server(server + ".postgres.example", "env:PGCONVOY_TARGET_PASSWORD"),
                        List.of(server, "audit"),
                        MigrationOptions.DEFAULTS)
                .withLabels(new TreeMap<>(Map.of("team", team, "wave", "1")));
    }

    private static ServerEndpoint server(String host, String password) {
        return new ServerEndpoint(
                host, 5432, "mover", Optional.of(SecretRef.parse(password)), SslMode.REQUIRE, "postgres");
    }

    private void request(String id, long minutes) {
        say(minutesAgo(minutes), new MigrationRequested(request(id)), Optional.of("maria@example.org"));
    }

    private Acceptance accepted(MigrationRequest request, long minutes) {
        return new Acceptance(RequestHash.of(request), minutesAgo(minutes), Map.of());
    }

    private void submit(String id, long minutes) {
        request(id, minutes);
        var request = request(id);
        var finding = new Finding(
                "long-transactions",
                FindingCode.values()[3].code(),
                Severity.WARNING,
                "server %s:5432".formatted(request.source().host()),
                "A transaction has been open for 3 h 12 min; the snapshot waits for nothing, but vacuum does.",
                "SELECT pg_terminate_backend(4711);");
        say(
                minutesAgo(minutes).plusSeconds(7),
                new MigrationValidated(request, Verdict.WARNING, List.of(finding), accepted(request, minutes)));
        say(
                minutesAgo(minutes).plusSeconds(9),
                new MigrationSubmitted(request, ExecutorKind.WORKERS, 1, accepted(request, minutes)));
    }

    private void began(String id, long minutes, String worker) {
        submit(id, minutes);
        say(minutesAgo(minutes).plusSeconds(12), observed(id, new Observation.MigrationBegan(1, worker)));
        say(
                now,
                observed(
                        id,
                        new Observation.Progressed(
                                1,
                                List.of(
                                        copying(request(id).databases().getFirst(), minutes * 1_700 * MB, 0),
                                        queued("audit")))));
    }

    private static DatabaseProgress done(String name, int tables) {
        return new DatabaseProgress(
                name,
                DatabasePhase.DONE,
                0,
                0,
                tables,
                0,
                800 * MB * tables,
                830 * MB * tables,
                92_000L * tables,
                2 * tables,
                2 * tables,
                tables,
                0,
                0);
    }

    private static DatabaseProgress queued(String name) {
        return DatabaseProgress.queued(name);
    }

    private static DatabaseProgress copying(String name, long bytes, long more) {
        var total = 90_000 * MB;
        var done = Math.min(total, bytes + more);
        return new DatabaseProgress(
                name,
                DatabasePhase.COPY,
                112,
                4,
                96,
                0,
                total,
                done,
                done / 118,
                140,
                73,
                41,
                182 * MB,
                (total - done) / (182 * MB));
    }

    private static MigrationObserved observed(String id, Observation observation) {
        return new MigrationObserved(MigrationId.parse(id), Optional.of(RequestHash.of(request(id))), observation);
    }

    private void succeed(String id, int tables, long hours) {
        var begin = hours * 60;
        submit(id, begin);
        say(minutesAgo(begin).plusSeconds(11), observed(id, new Observation.MigrationBegan(1, "worker-1")));
        say(minutesAgo(begin - 31), observed(id, new Observation.CompletionBegan(1)));
        say(
                minutesAgo(begin - 32),
                observed(
                        id,
                        new Observation.Progressed(
                                1, List.of(done(request(id).databases().getFirst(), tables), done("audit", 3)))));
        say(minutesAgo(begin - 33), observed(id, new Observation.Finished(1, report(id, tables, begin))));
    }

    private Report report(String id, int tables, long minutes) {
        var copied = IntStream.range(0, tables)
                .mapToObj(number -> new Report.TableReport(
                        "public." + NAMES.get(number % NAMES.size()) + "_" + number,
                        1_000_000L / (number + 1),
                        9_000 * MB / (number + 1),
                        Duration.ofMillis(60_000 / (number + 1) + 20),
                        true))
                .toList();
        var phases = List.of(
                new Report.PhaseTime("pre-data", Duration.ofSeconds(4)),
                new Report.PhaseTime("copy", Duration.ofSeconds(1_490)),
                new Report.PhaseTime("post-data", Duration.ofSeconds(212)),
                new Report.PhaseTime("verify", Duration.ofSeconds(204)));
        var database = new Report.DatabaseReport(
                request(id).databases().getFirst(),
                tables,
                copied.stream().mapToLong(Report.TableReport::rows).sum(),
                copied.stream().mapToLong(Report.TableReport::bytes).sum(),
                tables,
                phases,
                copied,
                List.of());
        return new Report(
                minutesAgo(minutes),
                minutesAgo(minutes - 33),
                "13.23",
                "17.11",
                VerifyMode.FULL,
                List.of(database),
                new NotesByCode(),
                0);
    }

    private void fail() {
        submit(FAILED, 55);
        say(minutesAgo(54), observed(FAILED, new Observation.MigrationBegan(1, "worker-3")));
        var failure = new Failure(
                FailureCode.DATA_REFUSED,
                "public.invoices",
                "The target refuses a row: new row for relation \"invoices\" violates check constraint \"total_is_positive\".",
                "Correct the row at the source, or drop the constraint there, and request the migration again.");
        say(
                minutesAgo(31),
                observed(FAILED, new Observation.Failed(1, failure, Optional.empty(), List.of("billing", "audit"))));
    }

    private void refuse(String id) {
        request(id, 140);
        var finding = new Finding(
                "source-version",
                FindingCode.values()[1].code(),
                Severity.ERROR,
                "server legacy-db.old.example:5432",
                "PostgreSQL 9.4 is older than the oldest version that can be moved.",
                "Upgrade the source to 9.6 or newer.");
        say(
                minutesAgo(139),
                new MigrationValidated(request(id), Verdict.FAILED, List.of(finding), accepted(request(id), 140)));
    }

    private void cancel(String id) {
        submit(id, 300);
        say(minutesAgo(299), observed(id, new Observation.MigrationBegan(1, "worker-1")));
        say(
                minutesAgo(290),
                new CancelRequested(MigrationId.parse(id), "wrong window"),
                Optional.of("maria@example.org"));
        say(minutesAgo(289), observed(id, new Observation.Stopped(1, List.of("sandbox"))));
    }

    /// The tasks of the running migration: tables in every state.
    void giveOutWork() {
        task("parts 1", part("order_lines", 1, 6, 9_000 * MB), "", 0, 0);
        finish("parts 1", 46_000_000, 1_500 * MB);
        task("parts 2", part("order_lines", 2, 6, 9_000 * MB), "worker-1", 900 * MB, 61 * MB);
        task("parts 3", part("order_lines", 3, 6, 9_000 * MB), "worker-2", 310 * MB, 74 * MB);
        task("events", copy("order_events", 5_200 * MB), "worker-2", 2_100 * MB, 47 * MB);
        task("hostile", copy(HOSTILE_TABLE, 700 * MB), "worker-3", 40 * MB, 9 * MB);
        task("longest", copy(LONGEST_TABLE, 650 * MB), "worker-3", 20 * MB, 4 * MB);
        task("customers", copy("customers", 2_400 * MB), "", 0, 0);
        finish("customers", 8_120_334, 2_391 * MB);
        task("customers idx", index("customers", "customers_email_idx"), "worker-1", 0, 0);
        task("products", copy("products", 380 * MB), "", 0, 0);
        finish("products", 211_004, 377 * MB);
        task("products fk", key("products", "products products_vendor_fk"), "worker-3", 0, 0);
        task("stores", copy("stores", 90 * MB), "", 0, 0);
        finish("stores", 1_204, 88 * MB);
        task("stores check", check("stores"), "worker-3", 0, 0);
        task("broken", copy("addresses", 1_100 * MB), "", 0, 0);
        say(
                Instant.now(),
                result(
                        "broken",
                        new TaskResult.Failed(new Failure(
                                FailureCode.CONNECTION_LOST,
                                "public.addresses",
                                "The connection to the source was lost in the middle of the copy.",
                                "It is tried again by itself."))));
        task("waiting", copy("payments", 3_300 * MB), "", 0, 0);
        for (var number = 0; number < 70; number++) {
            var small = "lookup_%02d".formatted(number);
            task(small, copy(small, 3 * MB), "", 0, 0);
            finish(small, 1_200 + number, MB + number * 20_000L);
            if (number % 2 == 0) {
                task(small + " check", check(small), "", 0, 0);
                finish(small + " check", 1_200 + number, 0);
            }
        }
        producer.flush();
    }

    private void task(String taskId, Work work, String worker, long bytes, long perSecond) {
        var task = new TaskOfSample(taskId, work, worker, bytes, perSecond);
        tasks.add(task);
        var request = request(RUNNING);
        say(
                Instant.now(),
                new CopyTask(
                        taskId,
                        RUN,
                        request.id(),
                        RequestHash.of(request),
                        1,
                        "orders",
                        request.source(),
                        request.target(),
                        "00000003-0000001B-1",
                        work));
    }

    private void finish(String taskId, long rows, long bytes) {
        var work = tasks.stream()
                .filter(task -> task.taskId.equals(taskId))
                .findFirst()
                .orElseThrow()
                .work;
        var units = work.units().stream()
                .map(unit -> new UnitResult(unit, rows, bytes, 1_000, rows, "", "", List.of()))
                .toList();
        say(Instant.now(), result(taskId, new TaskResult.Done(units)));
    }

    private static TaskResult result(String taskId, TaskResult.Outcome outcome) {
        return new TaskResult(
                taskId,
                RUN,
                MigrationId.parse(RUNNING),
                RequestHash.of(request(RUNNING)),
                1,
                "orders",
                "worker-1",
                outcome);
    }

    /// One more second goes by.
    void tick() {
        second++;
        for (var task : tasks) {
            if (!task.worker.isEmpty()) {
                say(
                        Instant.now(),
                        new TaskProgress(
                                task.taskId,
                                RUN,
                                MigrationId.parse(RUNNING),
                                1,
                                "orders",
                                task.worker,
                                task.bytes + second * task.perSecond,
                                (task.bytes + second * task.perSecond) / 118,
                                isIndex(task.work)
                                        ? Optional.of(new TaskProgress.IndexBuild(
                                                "building index: scanning table",
                                                Optional.of((int) Math.min(99, 20 + second))))
                                        : Optional.empty()));
            }
        }
        for (var id : List.of(RUNNING, "carts-flex/move-1", "events-flex/move-1", "jobs-flex/move-1")) {
            say(
                    Instant.now(),
                    observed(
                            id,
                            new Observation.Progressed(
                                    1,
                                    List.of(
                                            copying(
                                                    request(id).databases().getFirst(),
                                                    21_000 * MB + id.length() * 1_500 * MB,
                                                    second * 182 * MB),
                                            queued("audit")))));
        }
        producer.flush();
    }

    private static boolean isIndex(Work work) {
        return work.content().getFirst().kind() == UnitKind.INDEX;
    }

    private static TableName table(String name) {
        return new TableName("public", name);
    }

    private static Work copy(String name, long bytes) {
        return new Work.CopyTables(
                List.of(new Work.TableCopy(
                        table(name), table(name), List.of("id"), true, true, Optional.empty(), bytes)),
                List.of());
    }

    private static Work part(String name, int number, int of, long bytes) {
        var rows = new Work.PageRange(Optional.of(number * 1_000L), Optional.of(number * 1_000L + 1_000));
        return new Work.CopyTables(
                List.of(new Work.TableCopy(
                        table(name),
                        table(name),
                        List.of("id"),
                        true,
                        false,
                        Optional.of(new Work.Part(number, of, rows)),
                        bytes / of)),
                List.of());
    }

    private static Work index(String table, String name) {
        return statement(UnitKind.INDEX, "index public " + name, "public." + name, table);
    }

    private static Work key(String table, String name) {
        return statement(UnitKind.FOREIGN_KEY, "fk constraint public " + name, "public." + name, table);
    }

    private static Work statement(UnitKind kind, String unit, String object, String table) {
        return new Work.RunStatements(
                List.of(new Work.Statement(kind, unit, object, "SELECT 1").about(Optional.of(table(table)))));
    }

    private static Work check(String name) {
        return new Work.VerifyTables(
                List.of(new Work.TableCheck(table(name), false, Optional.empty(), Optional.empty())), true);
    }

    @Override
    public void close() {
        producer.close();
    }
}
