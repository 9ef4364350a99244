package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Hands announcements to whoever listens. Who does not keep up is let go: nobody else waits, and memory is bounded.
@Singleton
public final class EventFeed {

    private static final Logger LOG = Logger.getLogger(EventFeed.class);

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final FeedConfig config;
    private final MeterRegistry registry;

    EventFeed(FeedConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        registry.gaugeCollectionSize("pgconvoy.event.listeners", List.of(), listeners);
    }

    private record Listener(Optional<MigrationId> only, MultiEmitter<? super Announcement> emitter) {
        boolean wants(Announcement announcement) {
            return only.map(announcement.status().id()::equals).orElse(true);
        }
    }

    public void publish(Announcement announcement) {
        for (var listener : listeners) {
            if (listener.wants(announcement)) {
                listener.emitter().emit(announcement);
            }
        }
    }

    public boolean isFull() {
        return listeners.size() >= config.mostListeners();
    }

    /// Fails when the listener is too slow.
    ///
    /// @param only empty for all migrations
    public Multi<Announcement> listen(Optional<MigrationId> only) {
        return Multi.createFrom()
                .<Announcement>emitter(emitter -> enter(new Listener(only, emitter)), config.buffer())
                .onFailure()
                .invoke(this::letGo);
    }

    private void letGo(Throwable reason) {
        LOG.infof("A listener was let go: %s", reason.getMessage());
        registry.counter("pgconvoy.event.listeners.dropped").increment();
    }

    private void enter(Listener listener) {
        listeners.add(listener);
        listener.emitter().onTermination(() -> listeners.remove(listener));
    }
}
