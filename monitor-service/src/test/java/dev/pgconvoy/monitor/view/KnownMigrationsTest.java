package dev.pgconvoy.monitor.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.PublishedStatuses;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownMigrationsTest {

    private final KnownMigrations migrations = new KnownMigrations();

    @Test
    void the_report_stays_on_the_topic_and_only_its_place_is_kept() {
        var finished = PublishedStatuses.finished("orders/move-1");

        migrations.record(finished, new StatePosition(3, 42));

        assertThat(migrations.find(finished.id()))
                .contains(
                        new KnownMigration(finished.brief(), Optional.of(new StatePosition(3, 42)), Optional.empty()));
    }

    @Test
    void an_older_revision_read_again_changes_nothing() {
        var finished = PublishedStatuses.finished("orders/move-1");
        migrations.record(finished, new StatePosition(0, 2));

        migrations.record(PublishedStatuses.requested("orders/move-1", 0), new StatePosition(0, 1));

        assertThat(migrations.all()).containsExactly(finished.brief());
    }

    @Test
    void what_is_kept_no_longer_is_not_known() {
        var finished = PublishedStatuses.finished("orders/move-1");
        migrations.record(finished, new StatePosition(0, 2));

        migrations.forget(finished.id());

        assertThat(migrations.find(finished.id())).isEmpty();
    }

    @Test
    void the_newest_request_comes_first() {
        migrations.record(PublishedStatuses.requested("a/old", 0), new StatePosition(0, 0));
        migrations.record(PublishedStatuses.requested("b/new", 60), new StatePosition(0, 1));

        assertThat(migrations.newestFirst())
                .extracting(MigrationStatus::id)
                .extracting(Object::toString)
                .containsExactly("b/new", "a/old");
    }
}
