package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.launcher.client.BrokerAccess;
import dev.pgconvoy.launcher.client.FeedNews;
import dev.pgconvoy.launcher.client.MigrationFeed;
import dev.pgconvoy.launcher.client.RequestPublisher;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Duration;
import java.time.InstantSource;

/// A client of the stack that stays connected, so that no connection is made while the clock runs.
public final class ConvoyLine implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final InstantSource clock;
    private final RequestPublisher publisher;
    private final MigrationFeed feed;
    private int requests;

    private ConvoyLine(InstantSource clock, RequestPublisher publisher, MigrationFeed feed) {
        this.clock = clock;
        this.publisher = publisher;
        this.feed = feed;
    }

    public static ConvoyLine to(ConvoyStack stack, InstantSource clock) {
        var broker = BrokerAccess.at(stack.bootstrapServers());
        var publisher = new RequestPublisher(broker, clock::instant);
        return new ConvoyLine(clock, publisher, MigrationFeed.open(broker));
    }

    MigrationId newId() {
        requests++;
        return new MigrationId("bench", "run-%d-%d".formatted(clock.instant().getEpochSecond(), requests));
    }

    MigrationStatus migrate(MigrationRequest request) {
        var deadline = clock.instant().plus(PATIENCE);
        var eventId = publisher.request(request);
        while (clock.instant().isBefore(deadline)) {
            for (var news : feed.poll(POLL)) {
                switch (news) {
                    case FeedNews.Ended(var status)
                    when status.id().equals(request.id()) -> {
                        return status;
                    }
                    case FeedNews.Refused(var refused, var reason)
                    when refused.equals(eventId) -> throw new BenchException("The request was refused: " + reason);
                    case FeedNews.Ended _, FeedNews.Refused _, FeedNews.Changed _ -> {}
                }
            }
        }
        throw new BenchException("%s did not end within %d h".formatted(request.id(), PATIENCE.toHours()));
    }

    @Override
    public void close() {
        feed.close();
        publisher.close();
    }
}
