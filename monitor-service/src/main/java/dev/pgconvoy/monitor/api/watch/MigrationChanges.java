package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.Message;
import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.TableChanges;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one listener of a migration has not seen yet.
final class MigrationChanges implements LiveStreamsResource.Changes {

    private final KnownMigrations migrations;
    private final LiveMigrations live;
    private final MigrationId id;
    private final String start;
    private Optional<Instant> lookingSince;
    private Optional<Long> seen;
    private long revision = -1;

    MigrationChanges(
            KnownMigrations migrations,
            LiveMigrations live,
            MigrationId id,
            String start,
            @Nullable String lastEventId) {
        this.migrations = migrations;
        this.live = live;
        this.id = id;
        this.start = start;
        this.lookingSince = live.lookingSince();
        this.seen = EventIds.number(run(), lastEventId);
    }

    /// Numbers of changes begin anew with the monitor, and when it has to read all topics again.
    private String run() {
        return start + "-"
                + Long.toString(lookingSince.map(Instant::toEpochMilli).orElse(0L), Character.MAX_RADIX);
    }

    @Override
    public List<Message> next() {
        var messages = new ArrayList<Message>();
        if (!live.lookingSince().equals(lookingSince)) {
            lookingSince = live.lookingSince();
            seen = Optional.empty();
        }
        if (seen.isEmpty()) {
            var change = live.tables(id).map(LiveMigrations.Tables::change).orElse(0L);
            seen = Optional.of(change);
            messages.add(new Message("reset", EventIds.of(run(), change), Map.of()));
        } else {
            tables(seen.get(), messages);
        }
        status(messages);
        return messages;
    }

    private void tables(long before, List<Message> messages) {
        live.tablesSince(id, before, LiveStreamsResource.MOST_ROWS)
                .filter(changes -> !changes.tables().isEmpty())
                .ifPresent(changes -> {
                    seen = Optional.of(changes.change());
                    messages.add(new Message(
                            "tables",
                            EventIds.of(run(), changes.change()),
                            new TableChanges(changes.tables(), changes.leftOut())));
                });
    }

    private void status(List<Message> messages) {
        migrations
                .find(id)
                .map(KnownMigration::brief)
                .filter(status -> status.revision() != revision)
                .ifPresent(status -> {
                    revision = status.revision();
                    messages.add(new Message("status", EventIds.of(run(), seen.orElse(0L)), status));
                });
    }
}
