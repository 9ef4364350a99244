package dev.pgconvoy.launcher.client;

import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Has many servers checked, some of them at once.
public final class FleetChecker {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final BrokerAccess broker;
    private final InstantSource clock;

    public FleetChecker(BrokerAccess broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /// @param most checks at once
    /// @param limits of the fleet, which hold for its checks, too
    /// @param ended takes the final status of each, as it ends
    /// @throws CommandException when one is refused, or none ends for ten minutes
    public void run(List<ServerCheck> checks, int most, FleetLimits limits, Consumer<MigrationStatus> ended) {
        var queue = new CheckQueue(checks, most, limits);
        var requested = new HashMap<String, ServerCheck>();
        try (var publisher = new RequestPublisher(broker, clock::instant);
                var feed = MigrationFeed.open(broker)) {
            var heard = System.nanoTime();
            while (!queue.isDone()) {
                queue.next().forEach(check -> requested.put(publisher.request(check.request()), check));
                for (var news : feed.poll(POLL)) {
                    if (take(news, requested, queue, ended)) {
                        heard = System.nanoTime();
                    }
                }
                if (System.nanoTime() - heard > SILENCE.toNanos()) {
                    throw CommandException.unusable(
                            "No check has ended within %d min. Look at them with: pgconvoy watch"
                                    .formatted(SILENCE.toMinutes()));
                }
            }
        }
    }

    private static boolean take(
            FeedNews news, Map<String, ServerCheck> requested, CheckQueue queue, Consumer<MigrationStatus> ended) {
        return switch (news) {
            case FeedNews.Ended(var status)
            when queue.end(status.id()) -> {
                ended.accept(status);
                yield true;
            }
            case FeedNews.Refused(var event, var reason)
            when requested.containsKey(event) -> throw CommandException.unusable("A check was refused: " + reason);
            case FeedNews.Ended _, FeedNews.Changed _, FeedNews.Refused _ -> false;
        };
    }
}
