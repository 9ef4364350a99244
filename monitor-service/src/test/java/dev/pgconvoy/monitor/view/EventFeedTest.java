package dev.pgconvoy.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.PublishedStatuses;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventFeedTest {

    private static final int BUFFER = 16;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger letGo = new AtomicInteger();
    private final EventFeed feed = new EventFeed(config(2), registry);

    @Test
    void a_listener_gets_all_migrations_or_the_one_it_asked_for() {
        var all = listen(Optional.empty(), Long.MAX_VALUE);
        var one = listen(Optional.of(MigrationId.parse("orders/b")), Long.MAX_VALUE);

        feed.publish(announcement("orders/a"));
        feed.publish(announcement("orders/b"));

        assertThat(all.getItems()).containsExactly(announcement("orders/a"), announcement("orders/b"));
        assertThat(one.getItems()).containsExactly(announcement("orders/b"));
    }

    @Test
    void a_listener_that_does_not_keep_up_is_let_go_and_the_others_hear_on() {
        var slow = listen(Optional.empty(), 0);
        var quick = listen(Optional.empty(), Long.MAX_VALUE);

        publish(BUFFER);
        assertThat(letGo).hasValue(0);
        publish(3 * BUFFER);

        assertThat(letGo).hasValue(1);
        assertThat(slow.getItems()).isEmpty();
        assertThat(quick.getItems()).hasSize(4 * BUFFER);
        assertThat(registry.get("pgconvoy.event.listeners.dropped").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("pgconvoy.event.listeners").gauge().value()).isEqualTo(1);
    }

    @Test
    void a_listener_that_catches_up_stays() {
        var listener = listen(Optional.empty(), 0);

        for (var i = 0; i < 4; i++) {
            publish(BUFFER);
            listener.request(BUFFER);
        }

        assertThat(listener.getItems()).hasSize(4 * BUFFER);
        assertThat(letGo).hasValue(0);
    }

    private void publish(int times) {
        for (var i = 0; i < times; i++) {
            feed.publish(announcement("orders/a"));
        }
    }

    @Test
    void there_is_room_for_so_many_listeners_and_one_that_leaves_makes_room() {
        listen(Optional.empty(), 1);
        var second = listen(Optional.empty(), 1);
        assertThat(feed.isFull()).isTrue();

        second.cancel();

        assertThat(feed.isFull()).isFalse();
    }

    private AssertSubscriber<AnnouncedStatus> listen(Optional<MigrationId> only, long requested) {
        return feed.listen(only, letGo::incrementAndGet).subscribe().withSubscriber(AssertSubscriber.create(requested));
    }

    private static AnnouncedStatus announcement(String id) {
        return new AnnouncedStatus(id + ":1", "substate-changed", PublishedStatuses.requested(id, 0));
    }

    private static FeedConfig config(int mostListeners) {
        return new FeedConfig() {
            @Override
            public int mostListeners() {
                return mostListeners;
            }

            @Override
            public int buffer() {
                return BUFFER;
            }

            @Override
            public Duration heartbeat() {
                return Duration.ofSeconds(1);
            }
        };
    }
}
