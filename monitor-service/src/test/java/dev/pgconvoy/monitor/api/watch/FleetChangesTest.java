package dev.pgconvoy.monitor.api.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.Message;
import dev.pgconvoy.monitor.console.FleetQuery;
import dev.pgconvoy.monitor.console.ListedMigrations;
import dev.pgconvoy.monitor.console.ListedMigrationsSamples;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetChangesTest {

    private static final StatePosition PLACE = new StatePosition(0, 0);

    private final KnownMigrations known = new KnownMigrations();
    private final ListedMigrations fleet = ListedMigrationsSamples.of(known);

    private FleetChanges listener(int limit) {
        return listener(limit, "");
    }

    private FleetChanges listener(int limit, String lastEventId) {
        return listener(limit, lastEventId, Set.of());
    }

    private FleetChanges listener(int limit, String lastEventId, Set<MigrationState> states) {
        var query = new FleetQuery(states, List.of(), "", "", List.of(), false, FleetQuery.Order.ID, false, 0, limit);
        return new FleetChanges(fleet, query, "run", lastEventId);
    }

    private void record(MigrationStatus status) {
        known.record(status, PLACE);
    }

    private void allCopy(int migrations, int second) {
        IntStream.range(0, migrations)
                .forEach(number -> record(PublishedStatuses.copying("server-%02d/move".formatted(number), second)));
    }

    private static List<String> names(List<Message> messages) {
        return messages.stream().map(Message::name).toList();
    }

    private static List<String> ids(List<Message> messages, String part) {
        return messages.stream()
                .filter(message -> message.name().equals("rows"))
                .flatMap(message -> Stream.of(json(message)))
                .flatMap(json -> json.path(part).valueStream())
                .map(row -> row.path("id").asText())
                .toList();
    }

    private static JsonNode json(Message message) {
        try {
            return EventJson.MAPPER.readTree(message.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void who_comes_asks_for_the_list_and_is_told_what_changes_from_then_on() {
        record(PublishedStatuses.copying("a/move", 1));
        var listener = listener(50);
        assertThat(names(listener.next())).containsExactly("reset", "overview");

        record(PublishedStatuses.copying("b/move", 1));

        assertThat(ids(listener.next(), "migrations")).containsExactly("b/move");
        assertThat(names(listener.next())).doesNotContain("rows");
    }

    @Test
    void of_a_row_of_which_only_counters_changed_only_these_are_told() {
        record(PublishedStatuses.copying("a/move", 1));
        var listener = listener(50);
        listener.next();

        record(PublishedStatuses.copying("a/move", 2));
        var messages = listener.next();

        assertThat(ids(messages, "migrations")).isEmpty();
        assertThat(ids(messages, "counters")).containsExactly("a/move");
        var counters = json(messages.getLast()).path("counters").path(0);
        assertThat(counters.path("bytes").asLong()).isEqualTo(20);
        assertThat(counters.path("state").asText()).isEqualTo("InProgress");
        assertThat(counters.has("source")).isFalse();
    }

    @Test
    void a_row_of_which_more_changed_is_told_whole() {
        record(PublishedStatuses.requested("a/move", 0).brief());
        var listener = listener(50);
        listener.next();

        record(PublishedStatuses.finished("a/move").brief());

        assertThat(ids(listener.next(), "migrations")).containsExactly("a/move");
    }

    @Test
    void rows_of_other_pages_are_not_told() {
        allCopy(3, 1);
        var listener = listener(2);
        listener.next();

        allCopy(3, 2);

        assertThat(ids(listener.next(), "counters")).containsExactlyInAnyOrder("server-00/move", "server-01/move");
    }

    @Test
    void when_all_rows_change_all_the_time_each_gets_its_turn_within_two_kilobytes_a_second() {
        // given
        allCopy(50, 1);
        var listener = listener(50);
        listener.next();
        var told = new HashSet<String>();
        var bytes = 0;

        // when
        for (var second = 2; second < 12; second++) {
            allCopy(50, second);
            var messages = listener.next();
            told.addAll(ids(messages, "counters"));
            bytes += messages.stream().mapToInt(Message::bytes).sum();
        }

        // then
        assertThat(told).hasSize(50);
        assertThat(bytes / 10).isLessThan(2_400);
        for (var second = 12; second < 72; second++) {
            allCopy(50, second);
            bytes += listener.next().stream().mapToInt(Message::bytes).sum();
        }
        assertThat(bytes / 70).isBetween(1_500, 2_000);
    }

    @Test
    void who_comes_again_goes_on_from_what_was_told_in_full() {
        // given
        allCopy(50, 1);
        var first = listener(50);
        first.next();
        allCopy(50, 2);
        var cutOff = first.next();
        assertThat(ids(cutOff, "counters")).hasSizeLessThan(50);

        // when
        var again = listener(50, cutOff.getLast().id());
        var told = new ArrayList<String>();
        for (var second = 0; second < 30; second++) {
            var messages = again.next();
            assertThat(names(messages)).doesNotContain("reset");
            told.addAll(ids(messages, "migrations"));
        }

        // then
        assertThat(told).doesNotHaveDuplicates().hasSize(50);
    }

    @Test
    void who_comes_again_asks_for_the_list_as_rows_may_have_left_it() {
        var waiting = PublishedStatuses.requested("server-01/move", 0);
        record(waiting);
        record(PublishedStatuses.requested("server-02/move", 0));
        var states = Set.of(waiting.state());
        var first = listener(50, "", states);
        var cutOff = first.next();
        record(PublishedStatuses.finished("server-01/move"));

        var messages = listener(50, cutOff.getLast().id(), states).next();

        assertThat(names(messages)).contains("list").doesNotContain("reset");
        assertThat(ids(messages, "migrations")).isEmpty();
    }

    @Test
    void the_number_of_another_run_means_nothing() {
        assertThat(names(listener(50, "before-7").next())).startsWith("reset");
    }

    @Test
    void another_number_of_migrations_is_another_list() {
        allCopy(2, 1);
        var listener = listener(1);
        listener.next();

        record(PublishedStatuses.copying("server-02/move", 1));
        var names = new ArrayList<String>();
        IntStream.range(0, 6).forEach(_ -> names.addAll(names(listener.next())));

        assertThat(names).containsOnlyOnce("list").doesNotContain("rows");
    }
}
