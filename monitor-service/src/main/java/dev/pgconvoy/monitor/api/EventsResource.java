package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.monitor.view.AnnouncedStatus;
import dev.pgconvoy.monitor.view.EventFeed;
import dev.pgconvoy.monitor.view.FeedConfig;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// The live stream of announcements.
@Path("/api/events")
public final class EventsResource {

    private final EventFeed feed;
    private final FeedConfig config;

    EventsResource(EventFeed feed, FeedConfig config) {
        this.feed = feed;
        this.config = config;
    }

    @GET
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Streams substate-changed, completed and cancelled as they are announced",
            description = "Each event's data is a MigrationStatus without its report. Revisions of a migration have no"
                    + " gap: who sees one was let go for being slow, and asks /api/migrations.")
    public Multi<OutboundSseEvent> stream(
            @QueryParam("id") @Nullable String id, @Context Sse sse, @Context HttpServerResponse client) {
        var only = CallParameters.id(id);
        if (feed.isFull()) {
            throw Problem.of(
                            Response.Status.SERVICE_UNAVAILABLE,
                            "Too many listeners.",
                            "",
                            "Try again later, or raise pgconvoy.events.most-listeners.")
                    .exception();
        }
        var events = feed.listen(only, client::reset).map(announcement -> event(sse, announcement));
        return Multi.createBy().merging().streams(heartbeats(sse), events);
    }

    private Multi<OutboundSseEvent> heartbeats(Sse sse) {
        return Multi.createFrom()
                .ticks()
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .map(_ -> sse.newEventBuilder().comment("heartbeat").build());
    }

    private static OutboundSseEvent event(Sse sse, AnnouncedStatus announcement) {
        return sse.newEventBuilder()
                .id(announcement.eventId())
                .name(announcement.kind())
                .data(String.class, new String(EventJson.write(announcement.status()), StandardCharsets.UTF_8))
                .build();
    }
}
