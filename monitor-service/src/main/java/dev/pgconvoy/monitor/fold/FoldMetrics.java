package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventType;
import io.micrometer.core.instrument.MeterRegistry;

/// Counts what goes through the fold. Work that a crash undid and that was done again counts twice.
final class FoldMetrics {

    private final MeterRegistry registry;

    FoldMetrics(MeterRegistry registry) {
        this.registry = registry;
        FoldTopology.FACTS.stream().map(EventType::topic).forEach(topic -> {
            registry.counter("pgconvoy.facts", "topic", topic);
            registry.counter("pgconvoy.dead.letters", "topic", topic);
        });
    }

    void fact(String topic) {
        registry.counter("pgconvoy.facts", "topic", topic).increment();
    }

    void deadLetter(String topic) {
        registry.counter("pgconvoy.dead.letters", "topic", topic).increment();
    }

    void announcement(String topic) {
        registry.counter("pgconvoy.announcements", "type", topic).increment();
    }

    void threadReplaced() {
        registry.counter("pgconvoy.fold.threads.replaced").increment();
    }
}
