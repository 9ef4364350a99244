package dev.pgconvoy.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import org.junit.jupiter.api.Test;

class RecentChangesTest {

    private final RecentChanges changes = new RecentChanges();

    private void happened(String id) {
        changes.happened(MigrationId.parse(id));
    }

    @Test
    void who_was_away_gets_each_migration_once_in_the_order_of_its_last_change() {
        happened("a/1");
        var seen = changes.last();
        happened("b/1");
        happened("c/1");
        happened("b/1");

        var since = changes.since(seen, 10).orElseThrow();

        assertThat(since.ids()).extracting(MigrationId::toString).containsExactly("c/1", "b/1");
        assertThat(since.upTo()).isEqualTo(changes.last());
    }

    @Test
    void a_part_leads_to_the_next_one() {
        happened("a/1");
        happened("b/1");
        happened("c/1");

        var first = changes.since(0, 2).orElseThrow();
        var second = changes.since(first.upTo(), 2).orElseThrow();

        assertThat(first.ids()).extracting(MigrationId::toString).containsExactly("a/1", "b/1");
        assertThat(second.ids()).extracting(MigrationId::toString).containsExactly("c/1");
        assertThat(changes.since(second.upTo(), 2).orElseThrow().ids()).isEmpty();
    }

    @Test
    void what_is_remembered_no_longer_and_what_never_was_are_told_apart_from_nothing_new() {
        for (var number = 0; number < RecentChanges.MOST + 5; number++) {
            happened("s/" + number);
        }

        assertThat(changes.since(1, 10)).isEmpty();
        assertThat(changes.since(changes.last() + 1, 10)).isEmpty();
        assertThat(changes.since(changes.last(), 10)).isPresent();
    }
}
