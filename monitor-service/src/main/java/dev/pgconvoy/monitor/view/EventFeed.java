package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/// Hands announcements to whoever listens. Who does not keep up is let go: nobody else waits, and memory is bounded.
@Singleton
public final class EventFeed {

    private static final Logger LOG = Logger.getLogger(EventFeed.class);

    private final ConcurrentMap<FeedListener, MultiEmitter<? super AnnouncedStatus>> listeners =
            new ConcurrentHashMap<>();
    private final FeedConfig config;
    private final MeterRegistry registry;

    EventFeed(FeedConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        registry.gaugeMapSize("pgconvoy.event.listeners", List.of(), listeners);
    }

    public void publish(AnnouncedStatus announcement) {
        listeners.forEach((listener, emitter) -> {
            if (listener.wants(announcement) && !listener.offer(announcement, emitter, config.buffer())) {
                letGo(listener);
            }
        });
    }

    private void letGo(FeedListener listener) {
        if (listeners.remove(listener) != null) {
            LOG.infof("A listener was let go: it did not take the last %d events", config.buffer());
            registry.counter("pgconvoy.event.listeners.dropped").increment();
            listener.letGo();
        }
    }

    public boolean isFull() {
        return listeners.size() >= config.mostListeners();
    }

    /// @param only empty for all migrations
    /// @param letGo ends the stream and whatever carries it, when the listener does not keep up
    public Multi<AnnouncedStatus> listen(Optional<MigrationId> only, Runnable letGo) {
        return Multi.createFrom().deferred(() -> {
            var listener = new FeedListener(only, letGo);
            return Multi.createFrom()
                    .<AnnouncedStatus>emitter(emitter -> enter(listener, emitter))
                    .onItem()
                    .invoke(listener::taken);
        });
    }

    private void enter(FeedListener listener, MultiEmitter<? super AnnouncedStatus> emitter) {
        listeners.put(listener, emitter);
        emitter.onTermination(() -> listeners.remove(listener));
    }
}
