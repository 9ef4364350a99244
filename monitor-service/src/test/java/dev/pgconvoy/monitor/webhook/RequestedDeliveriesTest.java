package dev.pgconvoy.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two receivers are served at a time.
class RequestedDeliveriesTest {

    private static final RequestedReceiver FIRST = receiver("first");
    private static final RequestedReceiver SECOND = receiver("second");
    private static final RequestedReceiver THIRD = receiver("third");

    private final Vertx vertx = Vertx.vertx();
    private final ConfiguredWebhooks config =
            new ConfiguredWebhooks("hook", URI.create("https://hooks.example/"), Path.of("keys")).allowing("*.example");
    private final KnownMigrations migrations = new KnownMigrations();
    private final Map<URI, DeliveryState> states = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final List<String> begun = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private int lapsed;
    private Instant now = InstantSource.system().instant();

    private final RequestedDeliveries deliveries = new RequestedDeliveries(
            migrations, () -> true, new AllowedReceivers(config), config, () -> now, new RequestedDeliveries.Slots() {
                @Override
                public ServedReceiver begin(Endpoint endpoint, Instant from) {
                    if (broken.contains(endpoint.url().getHost())) {
                        throw new IllegalStateException("no consumer");
                    }
                    begun.add(endpoint.url().getHost());
                    return served(endpoint);
                }

                @Override
                public void end(List<ServedReceiver> over) {
                    over.forEach(one -> ended.add(one.endpoint().url().getHost()));
                }

                @Override
                public void lapsed() {
                    lapsed++;
                }
            });

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static RequestedReceiver receiver(String name) {
        return new RequestedReceiver("https://%s.example/".formatted(name), Optional.empty(), Set.of());
    }

    private ServedReceiver served(Endpoint endpoint) {
        var state = new DeliveryState();
        states.put(endpoint.url(), state);
        var client =
                new WebhookClient(vertx, new ReceiverAddress(false), Optional.empty(), config.timeout(), () -> now);
        var delivery = new Delivery(
                endpoint,
                state,
                SharedSealKey.reader(),
                client,
                new BackOff(config.firstDelay(), config.longestDelay()),
                config.keepTrying(),
                () -> now,
                _ -> Optional.empty());
        var loop = new DeliveryLoop(endpoint, state, delivery, Map.of(), () -> now, Optional.of(now));
        return ServedReceiver.of(endpoint, state, loop, new SimpleMeterRegistry());
    }

    private DeliveryState state(RequestedReceiver receiver) {
        return states.get(URI.create(receiver.url()));
    }

    private void known(MigrationStatus status) {
        migrations.record(status, new StatePosition(0, 0));
    }

    private void lookAfter(Duration time) throws InterruptedException {
        now = now.plus(time);
        deliveries.look(now);
    }

    private void toldAll(RequestedReceiver receiver) {
        state(receiver).leftToGroup(false, now);
    }

    @Test
    void one_that_was_told_everything_gives_its_slot_to_the_next() throws Exception {
        // given
        known(PublishedStatuses.finished("own/first", FIRST));
        known(PublishedStatuses.finished("own/second", SECOND));
        lookAfter(Duration.ZERO);
        known(PublishedStatuses.finished("own/third", THIRD));
        lookAfter(Duration.ofSeconds(1));
        assertThat(deliveries.all())
                .hasSize(3)
                .last()
                .satisfies(waiting -> assertThat(waiting.lastFailure())
                        .hasValueSatisfying(reason -> assertThat(reason).contains("waits")));

        // when
        toldAll(FIRST);
        lookAfter(RequestedDeliveries.QUIET_AT_END);

        // then
        assertThat(ended).containsExactly("first.example");
        assertThat(begun).containsExactly("first.example", "second.example", "third.example");
        lookAfter(Duration.ofSeconds(1));
        assertThat(begun).hasSize(3);
    }

    @Test
    void one_that_was_told_everything_is_served_again_when_another_migration_names_it() throws Exception {
        // given
        known(PublishedStatuses.finished("own/first", FIRST));
        lookAfter(Duration.ZERO);
        toldAll(FIRST);
        lookAfter(RequestedDeliveries.QUIET_AT_END);

        // when
        known(PublishedStatuses.stalled("own/again", FIRST));
        lookAfter(Duration.ofSeconds(1));

        // then
        assertThat(begun).containsExactly("first.example", "first.example");
        toldAll(FIRST);
        lookAfter(Duration.ofHours(1));
        assertThat(ended).hasSize(1);
    }

    @Test
    void one_that_takes_nothing_gives_way_after_its_turn_and_comes_back_later() throws Exception {
        // given
        known(PublishedStatuses.stalled("own/first", FIRST));
        known(PublishedStatuses.stalled("own/second", SECOND));
        lookAfter(Duration.ZERO);
        state(FIRST).failed("HTTP 500");
        known(PublishedStatuses.stalled("own/third", THIRD));

        // when
        lookAfter(RequestedDeliveries.TURN.minusSeconds(1));
        assertThat(ended).isEmpty();
        lookAfter(Duration.ofSeconds(1));

        // then
        assertThat(ended).containsExactly("first.example");
        assertThat(begun).endsWith("third.example");
        state(SECOND).failed("HTTP 500");
        lookAfter(Duration.ofSeconds(1));
        assertThat(begun).endsWith("first.example");
        assertThat(ended).endsWith("second.example");
    }

    @Test
    void what_was_not_told_in_time_is_counted() throws Exception {
        // given
        known(PublishedStatuses.finished("own/first", FIRST));
        known(PublishedStatuses.finished("own/second", SECOND));
        known(PublishedStatuses.finished("own/third", THIRD));
        lookAfter(Duration.ZERO);

        // when
        lookAfter(config.keepTrying().plusMinutes(1));

        // then
        assertThat(ended).hasSize(2);
        assertThat(lapsed).isEqualTo(1);
        assertThat(deliveries.all()).isEmpty();
    }

    @Test
    void one_that_cannot_be_served_holds_up_nobody() throws Exception {
        // given
        broken.add("first.example");
        known(PublishedStatuses.stalled("own/first", FIRST));
        known(PublishedStatuses.stalled("own/second", SECOND));

        // when
        lookAfter(Duration.ZERO);

        // then
        assertThat(begun).containsExactly("second.example");
        assertThat(deliveries.all())
                .anySatisfy(status -> assertThat(status.service()).isEqualTo(WebhookStatus.Service.REFUSED));
    }

    @Test
    void an_end_that_is_still_to_come_keeps_nobody_for_ever() throws Exception {
        // given
        known(PublishedStatuses.finished("own/first", FIRST));
        now = now.minus(Duration.ofDays(3_000));
        lookAfter(Duration.ZERO);
        assertThat(begun).hasSize(1);

        // when
        lookAfter(config.keepTrying().plusMinutes(1));

        // then
        assertThat(ended).containsExactly("first.example");
    }
}
