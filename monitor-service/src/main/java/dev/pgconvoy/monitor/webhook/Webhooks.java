package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.event.EventReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// All receivers of the configuration.
@Singleton
public final class Webhooks {

    private record Served(Endpoint endpoint, DeliveryState state, DeliveryLoop loop) {}

    private final Map<String, Served> receivers = new TreeMap<>();
    private final WebhookClient client;

    @Inject
    Webhooks(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            WebhooksConfig config,
            EventReader events,
            Vertx vertx,
            InstantSource clock,
            MeterRegistry registry) {
        var addresses = new ReceiverAddress(config.allowPrivate());
        client = new WebhookClient(vertx, addresses, config.caFile(), config.timeout(), clock);
        config.endpoints().forEach((name, receiver) -> {
            var endpoint = Endpoint.of(name, receiver);
            addresses.requireUsable(name, endpoint.url());
            SigningKey.of(endpoint.secret(), Webhooks::environment);
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
            var loop = new DeliveryLoop(endpoint, state, delivery, kafka, clock);
            receivers.put(name, new Served(endpoint, state, loop));
            gauge(registry, "pending", endpoint, state, DeliveryState::pending);
            gauge(registry, "failures", endpoint, state, DeliveryState::failures);
            gauge(registry, "stopped", endpoint, state, known -> known.isStopped() ? 1 : 0);
        });
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            Endpoint endpoint,
            DeliveryState state,
            ToDoubleFunction<DeliveryState> value) {
        Gauge.builder("pgconvoy.webhook." + name, state, value)
                .tag("endpoint", endpoint.name())
                .register(registry);
    }

    public void start() {
        receivers.values().forEach(served -> served.loop().start());
    }

    public void stop() throws InterruptedException {
        DeliveryLoop.stopAll(receivers.values().stream().map(Served::loop).toList());
        client.close();
    }

    public List<WebhookStatus> all() {
        var all = new ArrayList<WebhookStatus>();
        receivers.values().forEach(served -> all.add(served.state().shown(served.endpoint())));
        return all;
    }

    /// Begins again with a receiver that said that it is gone.
    ///
    /// @return empty when there is none of this name
    public Optional<WebhookStatus> resume(String name) {
        return Optional.ofNullable(receivers.get(name)).map(served -> {
            served.state().resume();
            return served.state().shown(served.endpoint());
        });
    }
}
