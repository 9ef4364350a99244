package dev.pgconvoy.monitor.api.pause;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import jakarta.ws.rs.WebApplicationException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PauseResourceTest {

    private static final StatePosition PLACE = new StatePosition(0, 7);
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
    private static final MigrationId RUNNING = MigrationId.parse("orders/a");

    private final List<PauseSet> published = new ArrayList<>();
    private final List<String> actors = new ArrayList<>();
    private final KnownMigrations migrations = new KnownMigrations();
    private final PauseResource resource = new PauseResource(
            migrations,
            (event, actor, _) -> {
                published.add((PauseSet) event);
                actors.add(actor);
                return "event-" + published.size();
            },
            () -> Optional.of("op-1"),
            InstantSource.fixed(NOW));

    PauseResourceTest() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);
        migrations.record(PublishedStatuses.finished("orders/b"), PLACE);
    }

    private static Problem problem(ThrowingCallable call) {
        return (Problem) catchThrowableOfType(WebApplicationException.class, call)
                .getResponse()
                .getEntity();
    }

    @Test
    void a_pause_is_published_with_reason_end_and_actor_and_the_answer_warns_of_the_snapshot() {
        var answer = resource.pause(
                "orders",
                "a",
                "{\"reason\": \"month's end\", \"until\": \"2030-01-31T18:00:00Z\"}".getBytes(UTF_8),
                null);

        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(((PauseResource.Answer) answer.getEntity()).detail()).contains("vacuum", "ends by itself");
        assertThat(published)
                .containsExactly(
                        PauseSet.pause(RUNNING, "month's end", Optional.of(Instant.parse("2030-01-31T18:00:00Z"))));
        assertThat(actors).containsExactly("op-1");
    }

    @Test
    void both_may_be_asked_for_without_a_body() {
        resource.pause("orders", "a", null, null);
        resource.resume("orders", "a", null, null);

        assertThat(published)
                .containsExactly(
                        PauseSet.pause(RUNNING, "asked for over REST", Optional.empty()),
                        PauseSet.resume(RUNNING, "asked for over REST"));
    }

    @Test
    void what_has_ended_or_is_not_known_is_refused() {
        assertThat(problem(() -> resource.pause("orders", "b", null, null))).satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.detail()).contains("has ended as Succeeded");
        });
        assertThat(problem(() -> resource.resume("orders", "b", null, null)).status())
                .isEqualTo(409);
        assertThat(problem(() -> resource.pause("orders", "nowhere", null, null))
                        .status())
                .isEqualTo(404);
        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"until\": \"tomorrow\"}",
                "{\"until\": 7}",
                "{\"untill\": \"2030-01-31T18:00:00Z\"}",
                "{\"until\": \"2030-01-31T12:00:00Z\"}",
                "{\"until\": \"2030-01-31T11:59:59Z\"}"
            })
    void a_body_that_says_no_time_to_come_is_refused(String body) {
        assertThat(problem(() -> resource.pause("orders", "a", body.getBytes(UTF_8), null))
                        .status())
                .isEqualTo(400);
        assertThat(published).isEmpty();
    }
}
