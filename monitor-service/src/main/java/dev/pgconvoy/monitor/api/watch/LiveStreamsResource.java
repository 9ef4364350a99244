package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.FleetParameters;
import dev.pgconvoy.monitor.api.MigrationLookup;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.console.ListedMigrations;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.view.FeedConfig;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// What the console watches: once a second whatever changed since the last time, so that who is slow gets less often
/// what is newer, and nothing waits for anybody in memory.
@Path("/api/live")
public final class LiveStreamsResource {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final ListedMigrations fleet;
    private final LiveMigrations live;
    private final KnownMigrations migrations;
    private final FeedConfig config;
    private final String start;
    private final LiveListeners listeners;

    LiveStreamsResource(
            ListedMigrations fleet,
            LiveMigrations live,
            KnownMigrations migrations,
            FeedConfig config,
            InstantSource clock,
            LiveListeners listeners) {
        this.fleet = fleet;
        this.live = live;
        this.migrations = migrations;
        this.config = config;
        this.start = Long.toString(clock.millis(), Character.MAX_RADIX);
        this.listeners = listeners;
    }

    @GET
    @Path("fleet")
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Streams the rows of a list of migrations as they change, and the overview",
            description =
                    "Which list is said as with GET /api/migrations. `rows` has rows of it in `migrations`, and in"
                            + " `counters` what changed of rows of which nothing else did. `list` says that other rows"
                            + " are in it, or in another order. Last-Event-ID goes on from there; `reset` says that the"
                            + " list must be asked for again: it comes first without Last-Event-ID, or when not all that"
                            + " changed is remembered. A listener gets less than 2 kB a second.")
    public Multi<OutboundSseEvent> fleet(
            @BeanParam FleetParameters parameters,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        var query = parameters.query();
        return stream(sse, () -> new FleetChanges(fleet, query, start, lastEventId));
    }

    @GET
    @Path("migration")
    @NonBlocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Streams the state of one migration and its tables as they change",
            description =
                    "`status` is all of it; `databases` has those of which counters changed since, and the revision"
                            + " once all of them are told. `tables` has `tables` and `counters`, and Last-Event-ID and"
                            + " `reset` are as with the list.")
    public Multi<OutboundSseEvent> migration(
            @QueryParam("id") @Nullable String id,
            @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
            @Context Sse sse) {
        var wanted = CallParameters.id(id)
                .orElseThrow(
                        () -> Problem.badRequest("id is missing.", "id", "Use an id such as orders-server/move-1."));
        MigrationLookup.require(migrations, wanted);
        return stream(sse, () -> new MigrationChanges(migrations, live, wanted, start, lastEventId));
    }

    /// A message of a stream.
    ///
    /// @param json its data
    record Message(String name, String id, String json) {

        /// `id:`, `event:`, `data:` and the ends of their lines, and the head of a chunk.
        private static final int AROUND = 30;

        static Message of(String name, String id, Object data) {
            return new Message(name, id, new String(EventJson.write(data), StandardCharsets.UTF_8));
        }

        /// On the wire, roughly.
        int bytes() {
            return name.length() + id.length() + json.length() + AROUND;
        }
    }

    /// Tells what is new since it was asked last.
    interface Changes {
        List<Message> next();
    }

    private Multi<OutboundSseEvent> stream(Sse sse, Supplier<Changes> begin) {
        if (listeners.count() >= config.mostListeners()) {
            throw Problem.of(
                            Response.Status.SERVICE_UNAVAILABLE,
                            "Too many listeners.",
                            "",
                            "Try again later, or raise pgconvoy.events.most-listeners.")
                    .exception();
        }
        return Multi.createFrom().deferred(() -> {
            listeners.came();
            var changes = begin.get();
            var quiet = new QuietTime(config.heartbeat().dividedBy(EVERY));
            return Multi.createFrom()
                    .ticks()
                    .every(EVERY)
                    .onOverflow()
                    .drop()
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .onItem()
                    .transformToIterable(_ -> quiet.orHeartbeat(changes.next(), sse))
                    .onTermination()
                    .invoke(listeners::went);
        });
    }

    /// Shows that a silent stream lives.
    private static final class QuietTime {
        private final long most;
        private long ticks;

        private QuietTime(long most) {
            this.most = Math.max(1, most);
        }

        private List<OutboundSseEvent> orHeartbeat(List<Message> messages, Sse sse) {
            if (!messages.isEmpty()) {
                ticks = 0;
                return messages.stream().map(message -> event(sse, message)).toList();
            }
            if (++ticks < most) {
                return List.of();
            }
            ticks = 0;
            return List.of(sse.newEventBuilder().comment("heartbeat").build());
        }
    }

    private static OutboundSseEvent event(Sse sse, Message message) {
        return sse.newEventBuilder()
                .id(message.id())
                .name(message.name())
                .data(String.class, message.json())
                .build();
    }
}
