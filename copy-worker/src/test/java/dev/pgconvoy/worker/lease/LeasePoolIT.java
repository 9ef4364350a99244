package dev.pgconvoy.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ShareMemberDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasePoolIT {

    private static final Duration LOCK = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int WORKERS = 3;
    private static final int SLOTS = 8;
    private static final int ASKING = 1;
    private static EmbeddedBroker broker;
    private static Admin admin;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new EmbeddedBroker();
        admin = Admin.create(connection());
    }

    @AfterAll
    static void stopBroker() throws IOException {
        admin.close();
        broker.close();
    }

    private static Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static void createTopic(String topic) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    private static void send(String topic, int records) {
        try (var producer = new KafkaProducer<>(connection(), new StringSerializer(), new ByteArraySerializer())) {
            for (var number = 0; number < records; number++) {
                producer.send(new ProducerRecord<>(topic, "key", new byte[0]));
            }
        }
    }

    @Test
    void workers_that_are_killed_all_at_once_use_up_few_deliveries_and_the_work_goes_on_after_their_restart()
            throws Exception {
        createTopic("killed");
        var settings = new LeasePool.Settings("killed", "killed", SLOTS, ASKING, LOCK);
        var workers = new ArrayList<WorkerProcess>();
        try {
            for (var number = 0; number < WORKERS; number++) {
                workers.add(WorkerProcess.start(folder, broker, settings));
            }
            await().atMost(LONGEST).until(() -> members("killed").size() >= WORKERS * ASKING);
            send("killed", 1);
            await().atMost(LONGEST).until(() -> counts(workers), List.of(1)::equals);

            workers.forEach(WorkerProcess::kill);
            workers.forEach(WorkerProcess::close);
            var restarted = System.nanoTime();
            var next = WorkerProcess.start(folder, broker, settings);
            workers.add(next);

            await().atMost(LONGEST).until(() -> !next.deliveryCounts().isEmpty());
            assertThat(Duration.ofNanos(System.nanoTime() - restarted)).isLessThan(LOCK);
            // The one that held it, and one that was asked for by each of the dead.
            assertThat(next.deliveryCounts().getFirst()).isBetween(2, 2 + WORKERS);
        } finally {
            workers.forEach(WorkerProcess::close);
        }
    }

    @Test
    void a_worker_that_is_killed_costs_a_record_one_delivery_more_than_its_own_whatever_its_slots() throws Exception {
        createTopic("cut");
        var settings = new LeasePool.Settings("cut", "cut", SLOTS, ASKING, LOCK);
        send("cut", 1);
        var before = 0;
        for (var round = 0; round < 3; round++) {
            var members = members("cut");
            try (var worker = WorkerProcess.start(folder, broker, settings)) {
                await().atMost(LONGEST).until(() -> !worker.deliveryCounts().isEmpty());
                var delivered = worker.deliveryCounts().getFirst();
                assertThat(delivered - before).isBetween(1, 2);
                before = delivered;
                await().atMost(LONGEST).until(() -> joined("cut", members) > ASKING);
            }
        }
    }

    /// Streams sends what it submits in transactions, and sends it once more when one was aborted.
    @Test
    void a_record_whose_transaction_was_aborted_is_not_handed_out() throws Exception {
        createTopic("aborted");
        var transactional = Map.<String, Object>of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", "aborted-and-committed");
        try (var producer = new KafkaProducer<>(transactional, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("aborted", "aborted", new byte[0]))
                    .get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("aborted", "committed", new byte[0]));
            producer.commitTransaction();
        }
        var handedOut = new CopyOnWriteArrayList<String>();
        var settings = new LeasePool.Settings("aborted", "aborted", 1, 1, LOCK);

        try (var _ = LeasePool.start(connection(), settings, RecentWork.justNow(), () -> (leased, _) -> {
            handedOut.add(leased.key());
            return LeasedWork.Disposition.ACCEPT;
        })) {
            await().atMost(LONGEST).until(() -> handedOut.contains("committed"));
        }

        assertThat(handedOut).containsExactly("committed");
    }

    private static long joined(String group, Set<String> before) throws InterruptedException {
        return members(group).stream().filter(id -> !before.contains(id)).count();
    }

    private static Set<String> members(String group) throws InterruptedException {
        try {
            return admin.describeShareGroups(List.of(group)).all().get().get(group).members().stream()
                    .map(ShareMemberDescription::consumerId)
                    .collect(Collectors.toSet());
        } catch (ExecutionException _) {
            return Set.of(); // nobody has joined yet
        }
    }

    private static List<Integer> counts(List<WorkerProcess> workers) throws IOException {
        var counts = new ArrayList<Integer>();
        for (var worker : workers) {
            counts.addAll(worker.deliveryCounts());
        }
        return counts;
    }
}
