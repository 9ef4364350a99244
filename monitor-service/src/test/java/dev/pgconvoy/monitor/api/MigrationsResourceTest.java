package dev.pgconvoy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.console.ListedMigrationsSamples;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import dev.pgconvoy.monitor.webhook.AllowedHosts;
import dev.pgconvoy.monitor.webhook.AllowedReceivers;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationsResourceTest {

    private static final StatePosition PLACE = new StatePosition(0, 7);

    private final List<MigrationEvent> published = new ArrayList<>();
    private final List<String> actors = new ArrayList<>();
    private Optional<String> caller = Optional.empty();
    private final KnownMigrations migrations = new KnownMigrations();
    private final CommandPublisher publisher = (event, actor, _) -> {
        published.add((MigrationEvent) event);
        actors.add(actor);
        return "event-" + published.size();
    };
    private final MigrationsResource resource = new MigrationsResource(
            migrations,
            ListedMigrationsSamples.of(migrations),
            new FullStatus(place ->
                    place.equals(PLACE) ? Optional.of(PublishedStatuses.finished("orders/a")) : Optional.empty()),
            new RequestReader(new RequestBinder(new PasswordSealer(Optional.empty()), () -> MigrationSamples.T0)),
            new RequestMigration(
                    migrations,
                    publisher,
                    new AllowedReceivers(
                            Map.of("hooks", new AllowedHosts(List.of("hooks.example"), "env:HOOKS")), false)),
            publisher,
            () -> caller);

    @Test
    void who_knows_the_list_is_not_sent_it_again_until_something_changes() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), new StatePosition(0, 0));
        var first = resource.list(asked(null, null), "rows", null);
        var tag = first.getHeaderString("ETag");

        assertThat(tag).startsWith("W/\"");
        assertThat(resource.list(asked(null, null), "rows", tag).getStatus()).isEqualTo(304);
        migrations.record(PublishedStatuses.requested("orders/b", 0), new StatePosition(0, 1));
        var changed = resource.list(asked(null, null), "rows", tag);
        assertThat(changed.getStatus()).isEqualTo(200);
        assertThat(changed.getHeaderString("ETag")).isNotEqualTo(tag);
    }

    @Test
    void a_new_request_is_published_and_the_answer_says_where_to_look() {
        var answer = resource.request(body(), null);

        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getLocation()).hasPath("/api/migrations/orders/a");
        assertThat(published).containsExactly(new MigrationRequested(new MigrationSamples("orders/a").request()));
    }

    @ParameterizedTest
    @CsvSource({"https://hooks.example/pgconvoy, 202", "https://169.254.169.254/pgconvoy, 400"})
    void a_receiver_is_allowed_by_the_configuration_or_refused(String url, int status) {
        var told = new String(body(), StandardCharsets.UTF_8)
                .replaceFirst("\"options\":\\{", "\"options\":{\"notifications\":[{\"url\":\"%s\"}],".formatted(url))
                .getBytes(StandardCharsets.UTF_8);

        if (status == 400) {
            assertThat(problem(() -> resource.request(told, null)).field()).isEqualTo("$.options.notifications");
            assertThat(published).isEmpty();
        } else {
            assertThat(resource.request(told, null).getStatus()).isEqualTo(status);
        }
    }

    @Test
    void nobody_makes_a_migration_one_of_a_fleet() {
        var claimed = new String(body(), StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"fleet\":{\"name\":\"weekend\",\"maxBytesPerSecond\":1048576},")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(problem(() -> resource.request(claimed, null)).field()).isEqualTo("$.fleet");
        assertThat(published).isEmpty();
    }

    @Test
    void the_same_request_again_is_answered_with_what_is_known_and_sent_no_more() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);

        var answer = resource.request(body(), null);

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getEntity()).isEqualTo(PublishedStatuses.requested("orders/a", 0));
        assertThat(published).isEmpty();
    }

    @Test
    void a_different_request_under_a_used_id_is_a_conflict() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);

        var problem = problem(() -> resource.request(otherBody(), null));

        assertThat(problem.status()).isEqualTo(409);
        assertThat(problem.detail()).contains("orders/a exists with a different request");
        assertThat(problem.remedy()).contains("Choose another name");
        assertThat(published).isEmpty();
    }

    @Test
    void a_request_is_the_same_where_only_one_side_names_the_databases() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);
        var open = EventJson.write(new MigrationSamples("orders/a").request().withDatabases(List.of()));

        assertThat(resource.request(open, null).getStatus()).isEqualTo(200);
    }

    @Test
    void one_migration_is_shown_with_its_report() {
        migrations.record(PublishedStatuses.finished("orders/a"), PLACE);

        assertThat(resource.show("orders", "a").getEntity()).isEqualTo(PublishedStatuses.finished("orders/a"));
    }

    @Test
    void an_unknown_migration_is_not_found() {
        var problem = problem(() -> resource.show("orders", "nowhere"));

        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.detail()).contains("orders/nowhere");
    }

    @Test
    void the_list_is_filtered_bounded_and_says_how_many_there_are() {
        migrations.record(PublishedStatuses.finished("orders/a"), PLACE);
        migrations.record(PublishedStatuses.requested("orders/b", 10), PLACE);
        migrations.record(PublishedStatuses.requested("orders/c", 20), PLACE);

        assertThat(ids(resource.list(asked(null, "2"), null, null))).containsExactly("orders/c", "orders/b");
        assertThat(((MigrationList) resource.list(asked(null, "2"), null, null).getEntity()).total())
                .isEqualTo(3);
        assertThat(ids(resource.list(asked("succeeded", null), null, null))).containsExactly("orders/a");
    }

    private static FleetParameters asked(@Nullable String state, @Nullable String limit) {
        var parameters = new FleetParameters();
        parameters.state = state;
        parameters.limit = limit;
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({"state, Sleeping, ", "limit, , 0", "limit, , 1001", "limit, , many"})
    void bad_parameters_are_refused_by_name(String field, String state, String limit) {
        var problem = problem(() -> resource.list(asked(state, limit), null, null));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void a_cancel_is_published_with_its_reason() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);

        var answer = resource.cancel("orders", "a", bytes("{\"reason\": \"wrong window\"}"), null);

        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(published)
                .containsExactly(new CancelRequested(
                        new MigrationSamples("orders/a").request().id(), "wrong window"));
    }

    @Test
    void who_asks_is_the_one_whom_a_token_names_or_somebody_local() {
        caller = Optional.of("op-1");
        resource.request(body(), null);
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);
        resource.cancel("orders", "a", null, null);
        caller = Optional.empty();
        resource.cancel("orders", "a", null, null);

        assertThat(actors).containsExactly("op-1", "op-1", "local");
    }

    @Test
    void what_has_ended_cannot_be_cancelled_and_what_is_unknown_neither() {
        migrations.record(PublishedStatuses.finished("orders/a"), PLACE);

        var ended = problem(() -> resource.cancel("orders", "a", null, null));
        var unknown = problem(() -> resource.cancel("orders", "nowhere", null, null));

        assertThat(ended.status()).isEqualTo(409);
        assertThat(ended.detail()).contains("has ended as Succeeded");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(published).isEmpty();
    }

    @Test
    void a_cancel_with_a_bad_body_is_refused() {
        migrations.record(PublishedStatuses.requested("orders/a", 0), PLACE);

        assertThat(problem(() -> resource.cancel("orders", "a", bytes("{"), null))
                        .field())
                .isEqualTo("$");
        var tooLong = bytes("{\"reason\": \"" + "x".repeat(1001) + "\"}");
        assertThat(problem(() -> resource.cancel("orders", "a", tooLong, null)).field())
                .isEqualTo("$.reason");
    }

    private static byte[] body() {
        return EventJson.write(new MigrationSamples("orders/a").request());
    }

    private static byte[] otherBody() {
        return EventJson.write(new MigrationSamples("orders/a").request().withDatabases(List.of("invoices")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> ids(Response answer) {
        return ((MigrationList) answer.getEntity())
                .migrations().stream()
                        .map(MigrationStatus::id)
                        .map(Object::toString)
                        .toList();
    }

    private static Problem problem(ThrowingCallable call) {
        return (Problem) catchThrowableOfType(WebApplicationException.class, call)
                .getResponse()
                .getEntity();
    }
}
