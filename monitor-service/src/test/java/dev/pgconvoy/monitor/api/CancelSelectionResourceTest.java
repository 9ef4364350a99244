package dev.pgconvoy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CancelSelectionResourceTest {

    private final List<Event> published = new CopyOnWriteArrayList<>();
    private final List<String> actors = new CopyOnWriteArrayList<>();
    private final KnownMigrations migrations = new KnownMigrations();
    private final CancelSelectionResource resource = new CancelSelectionResource(
            migrations,
            (event, actor, _) -> {
                if (event.equals(new CancelRequested(MigrationId.parse("orders/lost"), "no window"))) {
                    throw new NotPublishedException(new TimeoutException());
                }
                published.add(event);
                actors.add(actor);
                return "event-" + published.size();
            },
            () -> Optional.of("op-1"));

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void each_one_has_a_result_and_none_keeps_the_others_from_being_asked() {
        for (var id : List.of("orders/a", "orders/lost", "orders/b")) {
            migrations.record(PublishedStatuses.requested(id, 0), new StatePosition(0, 0));
        }
        migrations.record(PublishedStatuses.finished("orders/done"), new StatePosition(0, 1));

        var results = resource.cancel(
                bytes("{'ids': ['orders/a', 'orders/done', 'orders/none', 'orders/lost', 'orders/b', 'orders/a'],"
                        + " 'reason': 'no window'}"),
                null);

        assertThat(EventJson.MAPPER.valueToTree(results).findValuesAsText("outcome"))
                .containsExactly("asked", "ended", "unknown", "not-confirmed", "asked");
        assertThat(results.results().get(1).detail()).contains("has ended as Succeeded");
        assertThat(published)
                .containsExactlyInAnyOrder(
                        new CancelRequested(MigrationId.parse("orders/a"), "no window"),
                        new CancelRequested(MigrationId.parse("orders/b"), "no window"));
        assertThat(actors).containsExactly("op-1", "op-1");
    }

    /// Each waits until all of them are being sent.
    @Test
    void brokers_that_do_not_answer_are_waited_for_once() {
        var ids = IntStream.range(0, 200).mapToObj("orders/m%d"::formatted).toList();
        ids.forEach(id -> migrations.record(PublishedStatuses.requested(id, 0), new StatePosition(0, 0)));
        var all = new CyclicBarrier(ids.size());
        var slow = new CancelSelectionResource(
                migrations,
                (_, _, _) -> {
                    try {
                        all.await(1, TimeUnit.MINUTES);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    throw new NotPublishedException(new TimeoutException());
                },
                Optional::empty);

        var results = slow.cancel(bytes("{'ids': ['%s']}".formatted(String.join("', '", ids))), null);

        assertThat(results.results())
                .hasSameSizeAs(ids)
                .allMatch(result -> result.outcome() == CancelSelectionResource.Outcome.NOT_CONFIRMED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {                                | $
            {'ids': []}                      | $.ids
            {'ids': 'a/b'}                   | $.ids
            []                               | $.ids
            {'ids': ['a/b', 'c']}            | $.ids[1]
            {'ids': [7]}                     | $.ids[0]
            """)
    void a_selection_that_is_not_understood_asks_nobody(String body, String field) {
        var refused = catchThrowableOfType(WebApplicationException.class, () -> resource.cancel(bytes(body), null));

        assertThat(((Problem) refused.getResponse().getEntity()).field()).isEqualTo(field);
        assertThat(published).isEmpty();
    }
}
