package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.notification.Transition;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import dev.pgconvoy.operation.MetricQueries;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// A real broker, a real receiver, and signatures checked by OpenSSL.
@SuppressWarnings("deprecation") // the registry that Quarkus uses
class WebhooksIT {

    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEWER_KEY = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=";
    private static final EventCodec CODEC =
            new EventCodec("/pgconvoy/monitor", InstantSource.system()::instant, SharedSealKey.mac());

    private static EmbeddedBroker broker;
    private static Vertx vertx;
    private static KafkaProducer<String, byte[]> producer;

    @TempDir
    Path folder;

    private Path keys;
    private PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private String endpoint = "";
    private volatile Duration ahead = Duration.ZERO;
    private final KnownMigrations migrations = new KnownMigrations();

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
        broker = new EmbeddedBroker();
        vertx = Vertx.vertx();
        producer = new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer());
        try (var admin = Admin.create(kafka())) {
            admin.createTopics(Stream.of("migration.substate-changed", "migration.completed", "migration.cancelled")
                            .map(topic -> new NewTopic(topic, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        Awaitility.reset();
        producer.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        broker.close();
    }

    @BeforeEach
    void chooseNameAndKey(TestInfo test) throws IOException {
        endpoint = "hook-" + Integer.toHexString(test.getDisplayName().hashCode());
        keys = Files.writeString(folder.resolve("keys"), KEY + "\n");
    }

    private static Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private Webhooks webhooks(int port) {
        return webhooks(configured(port));
    }

    private ConfiguredWebhooks configured(int port) {
        return new ConfiguredWebhooks(endpoint, RecordingReceiver.url(port), keys);
    }

    private Webhooks webhooks(WebhooksConfig config) {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var webhooks = new Webhooks(
                kafka(),
                config,
                SharedSealKey.reader(),
                vertx,
                () -> InstantSource.system().instant().plus(ahead),
                registry,
                () -> true,
                migrations,
                new AllowedReceivers(config));
        webhooks.start();
        return webhooks;
    }

    private void awaitGroup() {
        try (var admin = Admin.create(kafka())) {
            await().until(() -> !admin.listConsumerGroupOffsets("pgconvoy-webhook-" + endpoint)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .isEmpty());
        }
    }

    private static void send(MigrationEvent event) throws Exception {
        producer.send(CODEC.record(event, Optional.empty())).get();
    }

    private static void finish(String id) throws Exception {
        send(new MigrationCompleted(PublishedStatuses.finished(id)));
    }

    private static WebhookStatus only(Webhooks webhooks) {
        return webhooks.all().getFirst();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static List<String> subjects(RecordingReceiver receiver) {
        return receiver.received().stream()
                .map(received -> json(received).path("subject").asText())
                .toList();
    }

    private static JsonNode json(RecordingReceiver.Received received) {
        try {
            return EventJson.MAPPER.readTree(received.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_notification_is_a_signed_cloud_event_and_rotated_keys_sign_beside_each_other() throws Exception {
        try (var receiver = new RecordingReceiver(0)) {
            var webhooks = webhooks(receiver.port());
            try {
                awaitGroup();
                send(new SubstateChanged(PublishedStatuses.requested("signed/progress", 0)));
                send(new SubstateChanged(PublishedStatuses.stalled("signed/stalled")));
                send(new SubstateChanged(PublishedStatuses.stalled("signed/stalled")));
                await().until(() -> receiver.received().size() == 1);
                Files.writeString(keys, NEWER_KEY + "\n" + KEY + "\n");
                finish("signed/move");
                await().until(() -> receiver.received().size() == 2);

                var first = receiver.received().getFirst();
                assertThat(first.path()).isEqualTo("/hook?team=a");
                assertThat(first.contentType()).isEqualTo("application/cloudevents+json");
                assertThat(first.signature())
                        .isEqualTo(OpenSsl.signature(KEY, first.id(), first.timestamp(), first.body()));
                var event = json(first);
                assertThat(event.path("specversion").asText()).isEqualTo("1.0");
                assertThat(event.path("id").asText()).isEqualTo(first.id());
                assertThat(event.path("type").asText()).isEqualTo("dev.pgconvoy.notification.stalled.v1");
                assertThat(event.at("/data/transition").asText()).isEqualTo("stalled");
                assertThat(event.at("/data/source").asText()).isEqualTo("source.example:5432");

                var second = receiver.received().getLast();
                assertThat(second.signature().split(" "))
                        .containsExactly(
                                OpenSsl.signature(NEWER_KEY, second.id(), second.timestamp(), second.body()),
                                OpenSsl.signature(KEY, second.id(), second.timestamp(), second.body()));
                assertThat(json(second).at("/data/state").asText()).isEqualTo("Succeeded");
                assertThat(only(webhooks).delivered()).isEqualTo(2);
                assertThat(registry.scrape())
                        .contains(MetricQueries.metrics().stream()
                                .filter(name -> name.startsWith("pgconvoy_webhook_"))
                                .toList());
            } finally {
                webhooks.stop();
            }
        }
    }

    @Test
    void a_receiver_that_was_down_misses_nothing_although_the_monitor_is_restarted_meanwhile() throws Exception {
        var port = freePort();
        var webhooks = webhooks(port);
        try {
            awaitGroup();
            var ids =
                    IntStream.range(0, 20).mapToObj("down/move-%02d"::formatted).toList();
            for (var id : ids.subList(0, 10)) {
                finish(id);
            }
            await().until(() -> only(webhooks).failures() > 3);
            assertThat(only(webhooks).service()).isEqualTo(WebhookStatus.Service.RETRYING);
            assertThat(only(webhooks).lastFailure()).isPresent();
            webhooks.stop();
            for (var id : ids.subList(10, 20)) {
                finish(id);
            }

            var restarted = webhooks(port);
            try (var receiver = startLater(port, restarted)) {
                // What came in time and was answered late comes again.
                await().untilAsserted(() -> assertThat(subjects(receiver)).hasSameElementsAs(ids));
                await().until(() -> only(restarted).pending() == 0);
                assertThat(only(restarted).service()).isEqualTo(WebhookStatus.Service.WORKING);
            } finally {
                restarted.stop();
            }
        } finally {
            webhooks.stop();
        }
    }

    private static RecordingReceiver startLater(int port, Webhooks restarted) throws IOException {
        await().until(() -> only(restarted).failures() > 2);
        return new RecordingReceiver(port);
    }

    @Test
    void one_that_is_gone_gets_nothing_until_it_is_resumed_and_what_fails_or_redirects_comes_again() throws Exception {
        try (var receiver = new RecordingReceiver(0)) {
            receiver.answer(302, Map.of("Location", "http://127.0.0.1:" + receiver.port() + "/elsewhere"));
            var webhooks = webhooks(receiver.port());
            try {
                awaitGroup();
                finish("gone/first");
                await().until(() -> receiver.received().size() >= 2
                        && only(webhooks)
                                .lastFailure()
                                .filter("HTTP 302"::equals)
                                .isPresent());
                assertThat(receiver.received())
                        .allSatisfy(received -> assertThat(received.path()).isEqualTo("/hook?team=a"));
                assertThat(receiver.received().stream()
                                .map(RecordingReceiver.Received::id)
                                .distinct())
                        .hasSize(1);

                receiver.answer(410, Map.of());
                await().until(() -> only(webhooks).service() == WebhookStatus.Service.STOPPED);
                var soFar = receiver.received().size();
                finish("gone/second");
                Thread.sleep(Duration.ofSeconds(2));
                assertThat(receiver.received()).hasSize(soFar);

                receiver.answer(200, Map.of());
                webhooks.resume(endpoint);
                await().until(() -> only(webhooks).delivered() == 2);
                var subjects = subjects(receiver);
                // Each may be of another partition: no order.
                assertThat(subjects.subList(subjects.size() - 2, subjects.size()))
                        .containsExactlyInAnyOrder("gone/first", "gone/second");
            } finally {
                webhooks.stop();
            }
        }
    }

    @Test
    void one_that_asks_for_time_gets_it() throws Exception {
        try (var receiver = new RecordingReceiver(0)) {
            receiver.answer(429, Map.of("Retry-After", "2"));
            var webhooks = webhooks(receiver.port());
            try {
                awaitGroup();
                finish("slow/move");
                await().until(() -> only(webhooks).failures() == 1);
                receiver.answer(200, Map.of());
                var asked = InstantSource.system().instant();
                assertThat(only(webhooks).nextTryAt().orElseThrow()).isAfter(asked.plusMillis(1_000));
                await().until(() -> only(webhooks).delivered() == 1);

                assertThat(InstantSource.system().instant()).isAfter(asked.plusMillis(1_000));
                assertThat(receiver.received()).hasSize(2);
            } finally {
                webhooks.stop();
            }
        }
    }

    @Test
    void one_that_accepted_and_never_answered_is_told_when_it_answers_again() throws Exception {
        try (var silent = new SilentReceiver()) {
            var webhooks = webhooks(configured(silent.port()).within(Duration.ofMillis(300)));
            try {
                awaitGroup();
                finish("silent/move");
                await().atMost(Duration.ofSeconds(30)).until(() -> silent.connections() > 6);
                assertThat(only(webhooks).lastFailure()).contains("no answer within 300 ms");

                silent.stopListening();
                try (var receiver = new RecordingReceiver(silent.port())) {
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> only(webhooks).delivered() == 1);
                    assertThat(subjects(receiver)).containsOnly("silent/move");
                }
            } finally {
                webhooks.stop();
            }
        }
    }

    /// As the fold says it and as the monitor knows it.
    private void told(MigrationStatus status) throws Exception {
        migrations.record(status, new StatePosition(0, 0));
        send(status.isFinal() ? new MigrationCompleted(status) : new SubstateChanged(status));
    }

    private static WebhookStatus.Service service(Webhooks webhooks, String begin) {
        return webhooks.all().stream()
                .filter(status -> status.name().startsWith(begin))
                .findFirst()
                .map(WebhookStatus::service)
                .orElse(WebhookStatus.Service.WORKING);
    }

    @Test
    void a_receiver_of_a_request_is_told_of_its_migrations_alone_and_of_what_it_wants() throws Exception {
        try (var configured = new RecordingReceiver(0);
                var requested = new RecordingReceiver(0)) {
            var mine = new RequestedReceiver(
                    "http://127.0.0.1:%d/mine".formatted(requested.port()),
                    Optional.empty(),
                    Set.of(Transition.SUCCEEDED));
            var webhooks = webhooks(configured(configured.port()).allowing("127.0.0.1:" + requested.port()));
            try {
                awaitGroup();
                told(PublishedStatuses.stalled("own/move", mine));
                told(PublishedStatuses.finished("others/move"));
                told(PublishedStatuses.finished("own/move", mine));

                await().until(() -> requested.received().size() == 1
                        && configured.received().size() == 3);
                var received = requested.received().getFirst();
                assertThat(subjects(requested)).containsExactly("own/move");
                assertThat(received.path()).isEqualTo("/mine");
                assertThat(received.signature())
                        .isEqualTo(OpenSsl.signature(KEY, received.id(), received.timestamp(), received.body()));
                assertThat(webhooks.all())
                        .filteredOn(status -> status.name().startsWith("requests."))
                        .singleElement()
                        .satisfies(status -> {
                            assertThat(status.migrations()).contains(1);
                            assertThat(status.delivered()).isEqualTo(1);
                        });

                migrations.forget(PublishedStatuses.finished("own/move").id());
                await().until(() -> webhooks.all().size() == 1);
                assertThat(registry.scrape()).doesNotContain("requests.");
            } finally {
                webhooks.stop();
            }
        }
    }

    /// As the fold does it: the end of a transaction is a record, too, that nobody gets.
    private static void sendInTransaction(MigrationEvent event) {
        var settings = new HashMap<>(kafka());
        settings.put("transactional.id", "told");
        try (var transactions = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            transactions.initTransactions();
            transactions.beginTransaction();
            transactions.send(CODEC.record(event, Optional.empty()));
            transactions.commitTransaction();
        }
    }

    @Test
    void a_receiver_of_a_request_makes_room_when_it_was_told_everything() throws Exception {
        try (var receiver = new RecordingReceiver(0)) {
            var mine = new RequestedReceiver(
                    "http://127.0.0.1:%d/mine".formatted(receiver.port()), Optional.empty(), Set.of());
            var webhooks = webhooks(configured(receiver.port()).allowing("127.0.0.1:" + receiver.port()));
            try {
                awaitGroup();
                var status = PublishedStatuses.finished("room/move", mine);
                migrations.record(status, new StatePosition(0, 0));
                sendInTransaction(new MigrationCompleted(status));
                await().until(() -> receiver.received().size() == 2);

                await().pollInterval(Duration.ofSeconds(3)).until(() -> {
                    ahead = ahead.plus(RequestedDeliveries.QUIET_AT_END);
                    return webhooks.all().size() == 1;
                });
                assertThat(receiver.received()).hasSize(2);
                assertThat(ahead).isLessThan(Duration.ofHours(3));
            } finally {
                webhooks.stop();
            }
        }
    }

    @Test
    void a_receiver_of_a_request_that_is_down_holds_up_nobody_else_and_misses_nothing() throws Exception {
        var port = freePort();
        try (var configured = new RecordingReceiver(0);
                var other = new RecordingReceiver(0)) {
            var down = new RequestedReceiver("http://127.0.0.1:%d/".formatted(port), Optional.empty(), Set.of());
            var up = new RequestedReceiver("http://127.0.0.1:%d/".formatted(other.port()), Optional.empty(), Set.of());
            var webhooks = webhooks(configured(configured.port()).allowing("127.0.0.1:*"));
            try {
                awaitGroup();
                told(PublishedStatuses.finished("both/move", down, up));
                await().until(() -> other.received().size() == 1);
                await().until(() -> service(webhooks, "requests.") == WebhookStatus.Service.RETRYING
                        || webhooks.all().stream()
                                .anyMatch(status -> status.service() == WebhookStatus.Service.RETRYING));
                webhooks.stop();

                var restarted = webhooks(configured(configured.port()).allowing("127.0.0.1:*"));
                try (var receiver = new RecordingReceiver(port)) {
                    await().untilAsserted(() -> assertThat(subjects(receiver)).containsOnly("both/move"));
                    assertThat(other.received().stream()
                                    .map(RecordingReceiver.Received::id)
                                    .distinct())
                            .hasSize(1);
                } finally {
                    restarted.stop();
                }
            } finally {
                webhooks.stop();
            }
        }
    }

    @Test
    void a_receiver_that_is_not_allowed_or_too_much_is_not_called_and_is_shown_with_the_reason() throws Exception {
        try (var configured = new RecordingReceiver(0);
                var forbidden = new RecordingReceiver(0)) {
            var evil = new RequestedReceiver(
                    "http://127.0.0.1:%d/evil".formatted(forbidden.port()), Optional.empty(), Set.of());
            var webhooks = webhooks(configured(configured.port()).allowing("127.0.0.1:1"));
            try {
                awaitGroup();
                told(PublishedStatuses.finished("refused/move", evil));

                await().until(() -> service(webhooks, "requested") == WebhookStatus.Service.REFUSED);
                await().until(() -> configured.received().size() == 1);
                assertThat(forbidden.received()).isEmpty();
                assertThat(webhooks.all().getLast().lastFailure())
                        .hasValueSatisfying(reason ->
                                assertThat(reason).contains("is not allowed").doesNotContain("evil"));

                for (var number = 0; number < 3; number++) {
                    var name = "http://127.0.0.1:1/" + number;
                    migrations.record(
                            PublishedStatuses.finished(
                                    "many/move-" + number, new RequestedReceiver(name, Optional.empty(), Set.of())),
                            new StatePosition(0, 1));
                }
                await().until(() -> webhooks.all().stream()
                        .anyMatch(status -> status.lastFailure()
                                .filter(reason -> reason.contains("PGCONVOY_WEBHOOKS_MOST_REQUESTED"))
                                .isPresent()));
            } finally {
                webhooks.stop();
            }
        }
    }
}
