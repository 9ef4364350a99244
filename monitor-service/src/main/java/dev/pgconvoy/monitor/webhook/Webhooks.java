package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.ViewFollower;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// All receivers: those of the configuration, and those that requests name.
@Singleton
public final class Webhooks {

    private final Map<String, ServedReceiver> receivers = new TreeMap<>();
    private final RequestedDeliveries requested;
    private final Map<String, Object> kafka;
    private final WebhooksConfig config;
    private final EventReader events;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final WebhookClient client;

    @Inject
    Webhooks(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            WebhooksConfig config,
            EventReader events,
            Vertx vertx,
            InstantSource clock,
            MeterRegistry registry,
            ViewFollower view,
            KnownMigrations migrations,
            AllowedReceivers allowed) {
        this(kafka, config, events, vertx, clock, registry, view::isCaughtUp, migrations, allowed);
    }

    /// @param areAllKnown whether all migrations are known
    Webhooks(
            Map<String, Object> kafka,
            WebhooksConfig config,
            EventReader events,
            Vertx vertx,
            InstantSource clock,
            MeterRegistry registry,
            BooleanSupplier areAllKnown,
            KnownMigrations migrations,
            AllowedReceivers allowed) {
        this.kafka = kafka;
        this.config = config;
        this.events = events;
        this.clock = clock;
        this.registry = registry;
        var addresses = new ReceiverAddress(config.allowPrivate());
        client = new WebhookClient(vertx, addresses, config.caFile(), config.timeout(), clock);
        config.endpoints().forEach((name, receiver) -> {
            var endpoint = Endpoint.of(name, receiver);
            addresses.requireUsable(name, endpoint.url());
            SigningKey.of(endpoint.secret(), Webhooks::environment);
            receivers.put(name, served(endpoint, Optional.empty()));
        });
        allowed.secrets().forEach(secret -> SigningKey.of(secret, Webhooks::environment));
        requested = new RequestedDeliveries(migrations, areAllKnown, allowed, config, clock, new RequestedSlots());
    }

    private ServedReceiver served(Endpoint endpoint, Optional<Instant> from) {
        var state = new DeliveryState();
        var delivery = new Delivery(
                endpoint,
                state,
                events,
                client,
                new BackOff(config.firstDelay(), config.longestDelay()),
                config.keepTrying(),
                clock,
                Webhooks::environment);
        return ServedReceiver.of(
                endpoint, state, new DeliveryLoop(endpoint, state, delivery, kafka, clock, from), registry);
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    public void start() {
        receivers.values().forEach(served -> served.loop().start());
        requested.start();
    }

    public void stop() throws InterruptedException {
        requested.stop();
        DeliveryLoop.stopAll(
                Stream.concat(receivers.values().stream().map(ServedReceiver::loop), requested.loops().stream())
                        .toList());
        client.close();
    }

    public List<WebhookStatus> all() {
        var all = new ArrayList<WebhookStatus>();
        receivers.values().forEach(served -> all.add(served.shown()));
        all.addAll(requested.all());
        return all;
    }

    /// Begins again with a receiver that said that it is gone.
    ///
    /// @return empty when there is none of this name
    public Optional<WebhookStatus> resume(String name) {
        return Optional.ofNullable(receivers.get(name))
                .or(() -> requested.find(name))
                .map(served -> {
                    served.state().resume();
                    return served.shown();
                });
    }

    private final class RequestedSlots implements RequestedDeliveries.Slots {

        private final Counter lapsed = Counter.builder("pgconvoy.webhook.lapsed")
                .description("Receivers of requests that were not told in time what they were to be told")
                .register(registry);

        @Override
        public ServedReceiver begin(Endpoint endpoint, Instant from) {
            var begun = served(endpoint, Optional.of(from));
            begun.loop().start();
            return begun;
        }

        @Override
        public void end(List<ServedReceiver> over) throws InterruptedException {
            over.forEach(ended -> ended.meters().forEach(registry::remove));
            DeliveryLoop.stopAll(over.stream().map(ServedReceiver::loop).toList());
        }

        @Override
        public void lapsed() {
            lapsed.increment();
        }
    }
}
