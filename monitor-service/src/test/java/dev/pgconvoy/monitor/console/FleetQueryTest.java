package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.label.LabelFilter;
import dev.pgconvoy.monitor.MigrationSamples;
import dev.pgconvoy.monitor.PublishedStatuses;
import dev.pgconvoy.monitor.console.FleetQuery.Order;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetQueryTest {

    private static FleetQuery query(Set<MigrationState> states, String search, Order order, int offset, int limit) {
        return new FleetQuery(states, FleetQuery.words(search), "", "", List.of(), false, order, false, offset, limit);
    }

    private static List<String> ids(FleetQuery.Page page) {
        return page.migrations().stream().map(row -> row.id().toString()).toList();
    }

    private static MigrationStatus failed(String id, long secondsLater) {
        var samples = new MigrationSamples(id);
        var requested = Objects.requireNonNull(
                Lifecycle.fold(null, samples.requested(), MigrationSamples.T0.plusSeconds(secondsLater))
                        .next());
        var failure = new Failure(FailureCode.DATA_REFUSED, "public.t", "value too long", "");
        var failed = Lifecycle.fold(
                        requested,
                        samples.observed(new Observation.Failed(1, failure, Optional.empty(), List.of())),
                        MigrationSamples.T0.plusSeconds(secondsLater + 5))
                .next();
        return shown(failed);
    }

    private static MigrationStatus shown(@Nullable Migration migration) {
        return Objects.requireNonNull(migration).status().withoutPasswords().brief();
    }

    @Test
    void states_are_counted_over_all_that_fit_but_for_their_state() {
        var all = List.of(
                PublishedStatuses.finished("a/one").brief(),
                PublishedStatuses.requested("b/one", 5),
                PublishedStatuses.requested("c/two", 9));

        var page = query(Set.of(MigrationState.SUCCEEDED), "one", Order.REQUESTED, 0, 10)
                .of(all, MigrationRow::of);

        assertThat(ids(page)).containsExactly("a/one");
        assertThat(page.total()).isEqualTo(1);
        assertThat(page.states()).containsOnly(Map.entry("Succeeded", 1), Map.entry("InProgress", 1));
    }

    @Test
    void a_page_is_cut_of_the_whole_order() {
        var all = List.of(
                PublishedStatuses.requested("b/1", 0),
                PublishedStatuses.requested("c/1", 5),
                PublishedStatuses.requested("a/1", 9));

        assertThat(ids(query(Set.of(), "", Order.ID, 1, 1).of(all, MigrationRow::of))).containsExactly("b/1");
        assertThat(ids(query(Set.of(), "", Order.REQUESTED, 0, 2).of(all, MigrationRow::of))).containsExactly("a/1", "c/1");
        assertThat(query(Set.of(), "", Order.ID, 2, 1).of(all, MigrationRow::of).total()).isEqualTo(3);
    }

    @Test
    void all_words_must_occur_wherever_and_however_they_are_written() {
        var all = List.of(
                PublishedStatuses.requested("shop-flex/move-1", 0), PublishedStatuses.requested("crm-flex/move-1", 0));

        assertThat(ids(query(Set.of(), "  SHOP source.EXAMPLE orders ", Order.ID, 0, 10)
                        .of(all, MigrationRow::of)))
                .containsExactly("shop-flex/move-1");
        assertThat(ids(query(Set.of(), "shop crm", Order.ID, 0, 10).of(all, MigrationRow::of))).isEmpty();
    }

    @Test
    void a_label_chooses_by_its_key_or_its_whole_value() {
        var all = List.of(
                PublishedStatuses.labelled("a/1", "team", "shop"),
                PublishedStatuses.labelled("b/1", "team", "shopping"),
                PublishedStatuses.requested("c/1", 0));

        assertThat(ids(labelled("team:shop").of(all, MigrationRow::of))).containsExactly("a/1");
        assertThat(ids(labelled("team").of(all, MigrationRow::of))).containsExactly("a/1", "b/1");
        assertThat(ids(labelled("team", "owner").of(all, MigrationRow::of))).isEmpty();
        assertThat(ids(query(Set.of(), "team=SHOPPING", Order.ID, 0, 10).of(all, MigrationRow::of)))
                .containsExactly("b/1");
    }

    private static FleetQuery labelled(String... labels) {
        var filters = Arrays.stream(labels)
                .map(label -> LabelFilter.parse(label, ':'))
                .toList();
        return new FleetQuery(Set.of(), List.of(), "", "", filters, false, Order.ID, false, 0, 10);
    }

    @Test
    void what_is_not_counted_yet_is_left_out_and_not_nothing() {
        var row = query(Set.of(), "", Order.ID, 0, 1)
                .of(List.of(PublishedStatuses.requested("a/1", 0)), MigrationRow::of)
                .migrations()
                .getFirst();

        assertThat(row.bytes()).isEmpty();
        assertThat(row.expectedBytes()).isEmpty();
        assertThat(row.tables()).isEmpty();
        assertThat(row.secondsLeft()).isEmpty();
    }

    @Test
    void a_failure_needs_a_person_until_something_newer_goes_to_the_same_target() {
        var failed = failed("a/1", 0);
        var needed = new FleetQuery(Set.of(), List.of(), "", "", List.of(), true, Order.ATTENTION, false, 0, 10);

        assertThat(needed.of(List.of(failed), MigrationRow::of).migrations()).singleElement().satisfies(row -> {
            assertThat(row.attention()).contains(Attention.FAILED);
            assertThat(row.error()).isEqualTo("value too long");
        });
        assertThat(needed.of(List.of(failed, PublishedStatuses.requested("a/2", 60)), MigrationRow::of)
                        .migrations())
                .isEmpty();
        assertThat(needed.of(List.of(failed, PublishedStatuses.requested("b/2", 60)), MigrationRow::of)
                        .migrations())
                .hasSize(1);
    }
}
