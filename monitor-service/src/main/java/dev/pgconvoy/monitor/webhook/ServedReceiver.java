package dev.pgconvoy.monitor.webhook;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A receiver with what serves it and what is measured of it.
record ServedReceiver(Endpoint endpoint, DeliveryState state, DeliveryLoop loop, List<Meter> meters) {

    static ServedReceiver of(Endpoint endpoint, DeliveryState state, DeliveryLoop loop, MeterRegistry registry) {
        return new ServedReceiver(
                endpoint,
                state,
                loop,
                List.of(
                        gauge(registry, "pending", endpoint, state, DeliveryState::pending),
                        gauge(registry, "failures", endpoint, state, DeliveryState::failures),
                        gauge(registry, "stopped", endpoint, state, known -> known.isStopped() ? 1 : 0)));
    }

    private static Meter gauge(
            MeterRegistry registry,
            String name,
            Endpoint endpoint,
            DeliveryState state,
            ToDoubleFunction<DeliveryState> value) {
        return Gauge.builder("pgconvoy.webhook." + name, state, value)
                .tag("endpoint", endpoint.name())
                .register(registry);
    }

    WebhookStatus shown() {
        return state.shown(endpoint);
    }
}
