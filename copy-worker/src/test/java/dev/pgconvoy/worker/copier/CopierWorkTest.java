package dev.pgconvoy.worker.copier;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.lease.LeasedWork.Disposition;
import dev.pgconvoy.worker.rate.SharedRates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that takes connections and says nothing stands for whatever a copier may wait for.
class CopierWorkTest {

    private final EventCodec codec = new EventCodec("/pgconvoy/test", () -> NOON, SharedSealKey.mac());
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SharedRates rates = new SharedRates("worker", _ -> {});
    private final AtomicBoolean paused = new AtomicBoolean();
    private final CopierWork work = new CopierWork(
            "worker",
            SharedSealKey.reader(),
            new EventProducer(kafka, codec),
            new SessionPool(new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofMinutes(5)), 1),
            ticker,
            Duration.ofMinutes(5),
            new CopierMetrics(registry, 1),
            new IndexBuilds(),
            rates,
            new TaskSpans(OpenTelemetry.noop(), () -> NOON),
            _ -> paused.get());
    private final AtomicLong clock = new AtomicLong();
    private final Lease lease = Lease.startingNow(Duration.ofSeconds(12), clock::get);

    @AfterEach
    void stop() {
        work.close();
        rates.close();
        ticker.shutdownNow();
    }

    private ConsumerRecord<String, byte[]> aTask(int port) {
        return aTask(port, CopyWork.runStatements());
    }

    private ConsumerRecord<String, byte[]> aTask(int port, Work work) {
        var task = CopyWork.aTask(work);
        var server = new ServerEndpoint("127.0.0.1", port, "mover", Optional.empty(), SslMode.DISABLE, "postgres");
        return leased(codec.record(
                new CopyTask(
                        task.taskId(),
                        task.run(),
                        task.id(),
                        task.requestHash(),
                        task.epoch(),
                        task.database(),
                        server,
                        server,
                        task.snapshot(),
                        task.work()),
                Optional.empty()));
    }

    private static ConsumerRecord<String, byte[]> leased(ProducerRecord<String, byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    @Test
    void an_interrupt_ends_a_task_that_waits_for_a_server_and_nothing_is_said_of_it() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ended = new CompletableFuture<Throwable>();
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    work.handle(aTask(silent.getLocalPort()), lease);
                } catch (Exception e) {
                    ended.complete(e);
                }
            });
            try (var _ = silent.accept()) {
                await().during(Duration.ofMillis(300)).until(() -> !ended.isDone());

                thread.interrupt();
                work.abort();

                await().atMost(Duration.ofSeconds(3)).until(ended::isDone);
            }
            assertThat(ended.join()).isInstanceOf(InterruptedException.class);
            assertNoResult();
        }
    }

    @Test
    void nothing_is_connected_for_a_task_that_no_service_of_ours_wrote() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var forged = aTask(server.getLocalPort());
            forged.headers().remove(RecordMac.HEADER);

            assertThat(work.handle(forged, lease)).isEqualTo(Disposition.ACCEPT);

            server.setSoTimeout(200);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertNoResult();
        assertThat(kafka.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("copy.tasks.dlq");
            assertThat(letter.value()).isNull();
            assertThat(new String(
                            letter.headers().lastHeader(DeadLetters.REASON).value(), UTF_8))
                    .contains("the record is not ours");
        });
    }

    @Test
    void a_task_of_a_paused_migration_is_given_back_and_nothing_is_connected() throws Exception {
        paused.set(true);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(work.handle(aTask(server.getLocalPort()), lease)).isEqualTo(Disposition.ACCEPT);

            server.setSoTimeout(200);
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(kafka.history()).singleElement().satisfies(sent -> {
            assertThat(sent.topic()).isEqualTo(EventType.COPY_RESULT.topic());
            assertThat(new String(sent.value(), UTF_8)).contains("given-back");
        });
    }

    /// @param meanwhile happens while the task waits for its first session,
    /// which fails then
    private String resultOfACopy(Runnable meanwhile) throws Exception {
        var ended = new CompletableFuture<Disposition>();
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try {
                    ended.complete(work.handle(aTask(silent.getLocalPort(), CopyWork.copyTables()), lease));
                } catch (Exception e) {
                    ended.completeExceptionally(e);
                }
            });
            try (var _ = silent.accept()) {
                meanwhile.run();
            }
        }
        ended.get(10, TimeUnit.SECONDS);
        return kafka.history().stream()
                .filter(sent -> sent.topic().equals(EventType.COPY_RESULT.topic()))
                .map(sent -> new String(sent.value(), UTF_8))
                .collect(Collectors.joining());
    }

    @Test
    void a_copy_that_fails_while_the_migration_is_paused_is_given_back() throws Exception {
        assertThat(resultOfACopy(() -> paused.set(true))).contains("given-back");
    }

    @Test
    void one_that_fails_after_a_pause_in_which_it_had_no_session_has_failed() throws Exception {
        var result = resultOfACopy(() -> {
            paused.set(true);
            var beats = kafka.history().size();
            await().until(() -> kafka.history().size() > beats + 1);
            paused.set(false);
        });

        assertThat(result).contains("failed").doesNotContain("given-back");
    }

    @Test
    void what_a_task_came_to_after_its_lease_was_lost_is_not_said() throws IOException {
        var refusing = aPortThatRefuses();
        clock.set(Duration.ofSeconds(12).toNanos());

        assertThatThrownBy(() -> work.handle(aTask(refusing), lease)).isInstanceOf(InterruptedException.class);

        assertNoResult();
    }

    private static int aPortThatRefuses() throws IOException {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    private void assertNoResult() {
        assertThat(kafka.history()).noneMatch(sent -> sent.topic().equals(EventType.COPY_RESULT.topic()));
    }
}
