package dev.pgconvoy.monitor.api.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.Message;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.live.LiveMigrationsSamples;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationChangesTest {

    private static final String ID = LiveMigrationsSamples.ID.toString();
    private static final List<String> TABLES =
            IntStream.range(0, 40).mapToObj("table_%02d"::formatted).toList();

    private final KnownMigrations known = new KnownMigrations();

    private void said(int times) {
        known.record(PublishedStatuses.copying(ID, times), new StatePosition(0, 0));
    }

    private MigrationChanges listener(LiveMigrations live) {
        return new MigrationChanges(known, live, LiveMigrationsSamples.ID, "run", null);
    }

    private static JsonNode only(List<Message> messages, String name) {
        var named = messages.stream()
                .filter(message -> message.name().equals(name))
                .toList();
        assertThat(named).hasSize(1);
        try {
            return EventJson.MAPPER.readTree(named.getFirst().json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_whole_state_is_told_once_and_then_the_databases_that_count_on() {
        // given
        said(1);
        var listener = listener(LiveMigrationsSamples.listening());
        assertThat(listener.next()).extracting(Message::name).containsExactly("reset", "status");

        // when
        said(2);
        var messages = listener.next();

        // then
        var counted = only(messages, "databases");
        assertThat(counted.path("revision").asLong())
                .isEqualTo(PublishedStatuses.copying(ID, 2).revision());
        assertThat(counted.path("databases").path(0).path("bytesCopied").asLong())
                .isEqualTo(20);
        assertThat(messages).hasSize(1);
        assertThat(listener.next()).isEmpty();
    }

    @Test
    void a_state_of_which_more_changed_is_told_whole() {
        known.record(PublishedStatuses.requested(ID, 0).brief(), new StatePosition(0, 0));
        var listener = listener(LiveMigrationsSamples.listening());
        listener.next();

        known.record(PublishedStatuses.finished(ID).brief(), new StatePosition(0, 1));

        assertThat(listener.next()).extracting(Message::name).containsExactly("status");
    }

    @Test
    void of_a_table_that_is_copied_only_its_counters_are_told() {
        // given
        said(1);
        var live = LiveMigrationsSamples.copying(known, List.of("orders"));
        var listener = listener(live);
        listener.next();
        LiveMigrationsSamples.copied(live, List.of("orders"), 2);
        assertThat(only(listener.next(), "tables").path("tables")).hasSize(1);

        // when
        LiveMigrationsSamples.copied(live, List.of("orders"), 3);
        var changes = only(listener.next(), "tables");

        // then
        assertThat(changes.has("tables")).isFalse();
        assertThat(changes.path("counters").path(0).path("bytes").asLong()).isEqualTo(3_000);
        assertThat(changes.path("counters").path(0).path("state").asText()).isEqualTo("copying");
    }

    @Test
    void when_all_tables_change_all_the_time_each_gets_its_turn_within_two_kilobytes_a_second() {
        // given
        said(1);
        var live = LiveMigrationsSamples.copying(known, TABLES);
        var listener = listener(live);
        listener.next();
        var told = new HashSet<String>();
        var bytes = 0;

        // when
        for (var second = 2; second < 62; second++) {
            LiveMigrationsSamples.copied(live, TABLES, second);
            said(second);
            var messages = listener.next();
            bytes += messages.stream().mapToInt(Message::bytes).sum();
            if (messages.stream().anyMatch(message -> message.name().equals("tables"))) {
                only(messages, "tables")
                        .path("counters")
                        .forEach(row -> told.add(row.path("table").asText()));
            }
        }

        // then
        assertThat(told).hasSize(TABLES.size());
        assertThat(bytes / 60).isLessThan(2_000);
    }
}
