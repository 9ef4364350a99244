package dev.pgconvoy.monitor.api.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.api.FullStatus;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.StatePosition;
import dev.pgconvoy.report.ChecklistStep;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportResourceTest {

    private static final StatePosition PLACE = new StatePosition(0, 7);

    private final KnownMigrations migrations = new KnownMigrations();
    private final ReportResource resource =
            new ReportResource(migrations, new FullStatus(_ -> Optional.of(PublishedStatuses.finished("orders/a"))));

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "html, none, true",
                "html, application/json, true",
                "none, text/html, true",
                "none, 'text/html,application/xhtml+xml,*/*;q=0.8', true",
                "none, none, false",
                "none, 'application/json, text/html', false",
                "json, text/html, false"
            })
    void the_form_is_the_one_that_was_asked_for(@Nullable String format, @Nullable String accept, boolean isPage) {
        migrations.record(PublishedStatuses.finished("orders/a"), PLACE);

        var answer = resource.report("orders", "a", format, accept);

        if (isPage) {
            assertThat(answer.getEntity())
                    .asString()
                    .startsWith("<!doctype html>")
                    .contains("public.table_00000");
            assertThat(answer.getMediaType()).hasToString("text/html;charset=UTF-8");
            assertThat(answer.getHeaderString("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"orders-a.html\"");
        } else {
            assertThat(answer.getEntity()).isEqualTo(PublishedStatuses.finished("orders/a"));
        }
    }

    @Test
    void another_form_is_refused_and_so_is_a_migration_that_is_not_known() {
        migrations.record(PublishedStatuses.finished("orders/a"), PLACE);
        var form =
                catchThrowableOfType(WebApplicationException.class, () -> resource.report("orders", "a", "pdf", null));
        var unknown =
                catchThrowableOfType(WebApplicationException.class, () -> resource.report("orders", "b", "html", null));

        assertThat(((Problem) form.getResponse().getEntity()).field()).isEqualTo("format");
        assertThat(unknown.getResponse().getStatus()).isEqualTo(404);
    }

    @Test
    void what_is_left_to_do_is_said_of_a_success_only() {
        migrations.record(PublishedStatuses.finished("orders/a"), PLACE);
        migrations.record(PublishedStatuses.requested("orders/b", 0), PLACE);

        assertThat(resource.checklist("orders", "a").steps())
                .extracting(ChecklistStep::title)
                .first()
                .asString()
                .contains("exact copy");
        assertThat(resource.checklist("orders", "b").steps()).isEmpty();
    }
}
