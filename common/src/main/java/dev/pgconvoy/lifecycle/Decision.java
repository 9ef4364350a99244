package dev.pgconvoy.lifecycle;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.StateAnnouncement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows from a fact.
///
/// @param next the state from now on; null while the migration is unknown
/// @param announcements what to publish, in this order
/// @param refusal why the fact was not taken, for the dead-letter topic
public record Decision(@Nullable Migration next, List<StateAnnouncement> announcements, Optional<String> refusal) {

    public Decision {
        announcements = List.copyOf(announcements);
    }

    static Decision unknown() {
        return new Decision(null, List.of(), Optional.empty());
    }

    static Decision same(Migration migration) {
        return new Decision(migration, List.of(), Optional.empty());
    }

    static Decision refused(@Nullable Migration migration, String reason) {
        return new Decision(migration, List.of(), Optional.of(reason));
    }

    static Decision moved(Migration migration, Instant at) {
        var dossier = migration.dossier().next(at);
        return announced(migration.with(migration.isFinal() ? dossier.paused(Optional.empty()) : dossier));
    }

    static Decision announced(Migration changed) {
        var announcements = new ArrayList<StateAnnouncement>();
        var status = changed.status();
        announcements.add(new MigrationEvent.StateRecorded(status));
        announcements.add(new MigrationEvent.SubstateChanged(status.brief()));
        switch (changed) {
            case Migration.Succeeded _, Migration.Failed _, Migration.ValidationFailed _ ->
                announcements.add(new MigrationEvent.MigrationCompleted(status));
            case Migration.Canceled _ -> announcements.add(new MigrationEvent.MigrationCancelled(status));
            case Migration.Preparing _,
                    Migration.Validating _,
                    Migration.Scheduled _,
                    Migration.Migrating _,
                    Migration.Completing _,
                    Migration.Finishing _,
                    Migration.Delegated _,
                    Migration.Canceling _ -> {}
        }
        return new Decision(changed, announcements, Optional.empty());
    }

    /// Whether nothing changed from `before`.
    public boolean isSame(@Nullable Migration before) {
        return next == before;
    }
}
