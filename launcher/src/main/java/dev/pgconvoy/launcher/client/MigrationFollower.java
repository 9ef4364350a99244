package dev.pgconvoy.launcher.client;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.view.ProgressOutput;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Publishes a request and stays with the migration until it has ended.
public final class MigrationFollower {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final BrokerAccess broker;
    private final ProgressOutput output;
    private final InstantSource clock;
    private Optional<MigrationStatus> latest = Optional.empty();
    private Optional<Instant> waitingSince = Optional.empty();
    private int hints;

    public MigrationFollower(BrokerAccess broker, ProgressOutput output, InstantSource clock) {
        this.broker = broker;
        this.output = output;
        this.clock = clock;
    }

    /// @param cancelAsked whether the user wants it stopped
    /// @param services who serve it
    /// @return the final status, with its report
    public MigrationStatus run(MigrationRequest request, BooleanSupplier cancelAsked, ServicesState services) {
        try (var publisher = new RequestPublisher(broker, clock::instant);
                var feed = MigrationFeed.open(broker)) {
            var eventId = publisher.request(request);
            var cancel = new CancelWish(cancelAsked, publisher, request.id());
            while (true) {
                for (var news : feed.poll(POLL)) {
                    var ended = take(news, request, eventId);
                    if (ended.isPresent()) {
                        return ended.get();
                    }
                }
                var now = clock.instant();
                output.tick(now);
                services.requireRunning();
                if (services.areStarted()) {
                    hint(now);
                }
                if (cancel.pass(now)) {
                    output.note("cancelling; interrupt again to leave at once");
                }
                cancel.requireAnswerInTime(now, latest);
            }
        }
    }

    private Optional<MigrationStatus> take(FeedNews news, MigrationRequest request, String eventId) {
        return switch (news) {
            case FeedNews.Changed(var status)
            when status.id().equals(request.id()) -> {
                show(status);
                yield Optional.empty();
            }
            case FeedNews.Ended(var status)
            when status.id().equals(request.id()) -> {
                latest = Optional.of(status);
                output.show(status, clock.instant());
                yield latest;
            }
            case FeedNews.Refused(var refused, var reason)
            when refused.equals(eventId) -> throw CommandException.usage("The request was refused: " + reason);
            case FeedNews.Changed _, FeedNews.Ended _, FeedNews.Refused _ -> Optional.empty();
        };
    }

    /// The end comes on another topic and has the report, so a final status waits for it.
    private void show(MigrationStatus status) {
        var isNews = latest.map(known -> known.revision() < status.revision()).orElse(true);
        if (isNews && !status.isFinal()) {
            latest = Optional.of(status);
            output.show(status, clock.instant());
        }
    }

    private void hint(Instant now) {
        var since = waitingSince.orElse(now);
        waitingSince = Optional.of(since);
        var waited = Duration.between(since, now);
        if (latest.isEmpty() && waited.compareTo(PATIENCE.multipliedBy(hints + 1L)) >= 0) {
            hints++;
            output.note(
                    waited.compareTo(SILENCE) < 0
                            ? "waiting for the services' first answer, %d s".formatted(waited.toSeconds())
                            : "No service has answered for %d s: do the monitor and the preflight service run on this broker?"
                                    .formatted(waited.toSeconds()));
        }
    }
}
