package dev.pgconvoy.monitor.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventType;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private final EventLog log = new EventLog();

    private static LoggedEvent event(EventType type, long offset, String what) {
        return new LoggedEvent(
                type.topic(), 0, offset, WorkerEvents.T0.plusSeconds(offset), "/pgconvoy/test", "", what, "");
    }

    @Test
    void the_first_and_the_last_events_are_kept_and_the_others_counted() {
        for (var offset = 0; offset < 150; offset++) {
            log.add(WorkerEvents.ID, event(EventType.MIGRATION_OBSERVED, offset, "hindered"), WorkerEvents.T0);
        }

        var events = log.of(WorkerEvents.ID);

        assertThat(events.events()).hasSize(EventLog.FIRST + EventLog.LAST);
        assertThat(events.events().getFirst().offset()).isZero();
        assertThat(events.events().getLast().offset()).isEqualTo(149);
        assertThat(events.leftOut()).isEqualTo(50);
    }

    @Test
    void logs_that_nobody_wants_any_more_are_forgotten() {
        log.add(WorkerEvents.ID, event(EventType.MIGRATION_REQUESTED, 1, "requested"), WorkerEvents.T0);

        log.forget(_ -> true, WorkerEvents.T0);
        assertThat(log.of(WorkerEvents.ID).events()).hasSize(1);
        log.forget(_ -> false, WorkerEvents.T0.plusSeconds(60));
        assertThat(log.of(WorkerEvents.ID).events()).hasSize(1);
        log.forget(_ -> true, WorkerEvents.T0.plusSeconds(60));
        assertThat(log.of(WorkerEvents.ID).events()).isEmpty();
    }

    @Test
    void what_was_said_long_ago_and_was_just_heard_is_kept_until_it_is_known_whose_it_is() {
        log.add(
                WorkerEvents.ID,
                event(EventType.MIGRATION_REQUESTED, 1, "requested"),
                WorkerEvents.T0.plusSeconds(3_600));

        log.forget(_ -> true, WorkerEvents.T0.plusSeconds(3_540));

        assertThat(log.of(WorkerEvents.ID).events()).hasSize(1);
    }

    @Test
    void counters_that_grow_are_no_news() {
        log.add(WorkerEvents.ID, event(EventType.SUBSTATE_CHANGED, 1, "InProgress, MigratingData"), WorkerEvents.T0);
        log.add(WorkerEvents.ID, event(EventType.SUBSTATE_CHANGED, 2, "InProgress, MigratingData"), WorkerEvents.T0);
        log.add(
                WorkerEvents.ID,
                event(EventType.SUBSTATE_CHANGED, 3, "InProgress, CompletingMigration"),
                WorkerEvents.T0);

        assertThat(log.of(WorkerEvents.ID).events())
                .extracting(LoggedEvent::offset)
                .containsExactly(1L, 3L);
    }
}
