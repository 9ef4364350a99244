package dev.pgconvoy.launcher.client;

import dev.pgconvoy.launcher.view.ProgressOutput;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Looks on while migrations of others run.
public final class MigrationWatch {

    private static final Duration POLL = Duration.ofMillis(200);

    private final MigrationFeed feed;
    private final ProgressOutput output;
    private final InstantSource clock;
    private final Map<MigrationId, MigrationStatus> latest = new HashMap<>();

    /// @param feed opened before the known states were read
    public MigrationWatch(MigrationFeed feed, ProgressOutput output, InstantSource clock) {
        this.feed = feed;
        this.output = output;
        this.clock = clock;
    }

    /// @return its final status; without `untilDone` it looks on until the process is ended
    public MigrationStatus one(MigrationStatus known, boolean untilDone) {
        take(known);
        run(known.id()::equals, untilDone);
        return latest.getOrDefault(known.id(), known);
    }

    public void all(Map<MigrationId, MigrationStatus> known, boolean untilDone) {
        known.values().forEach(this::take);
        run(_ -> true, untilDone);
    }

    private void run(Predicate<MigrationId> wanted, boolean untilDone) {
        while (!untilDone || !latest.values().stream().allMatch(MigrationStatus::isFinal)) {
            for (var news : feed.poll(POLL)) {
                switch (news) {
                    case FeedNews.Changed(var status)
                    when wanted.test(status.id()) && !status.isFinal() -> take(status);
                    case FeedNews.Ended(var status) when wanted.test(status.id()) -> take(status);
                    case FeedNews.Changed _, FeedNews.Ended _, FeedNews.Refused _ -> {}
                }
            }
            output.tick(clock.instant());
        }
    }

    private void take(MigrationStatus status) {
        var known = latest.get(status.id());
        if (known == null || known.revision() < status.revision()) {
            latest.put(status.id(), status);
            output.show(status, clock.instant());
        }
    }
}
