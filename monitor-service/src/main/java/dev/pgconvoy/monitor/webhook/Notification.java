package dev.pgconvoy.monitor.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.migration.notification.Transition;
import java.time.Instant;
import java.util.Optional;

/// A CloudEvent in its structured form, so that the signature is over its attributes, too.
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Notification(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        Data data) {

    static final String CONTENT_TYPE = "application/cloudevents+json";

    /// Little, so that any receiver takes it; the API has the rest.
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Data(
            MigrationId id,
            Transition transition,
            long revision,
            MigrationState state,
            Substate substate,
            Instant requestedAt,
            Instant changedAt,
            String source,
            String target,
            Optional<Failure> failure,
            Optional<Finding> obstacle,
            Optional<Instant> stalledSince) {}

    static byte[] json(Happening happening, String webhookId) {
        var status = happening.status();
        return EventJson.write(new Notification(
                "1.0",
                webhookId,
                "/pgconvoy/monitor",
                "dev.pgconvoy.notification." + happening.transition().text() + ".v1",
                status.id().toString(),
                status.changedAt(),
                "application/json",
                data(happening.transition(), status)));
    }

    private static Data data(Transition transition, MigrationStatus status) {
        return new Data(
                status.id(),
                transition,
                status.revision(),
                status.state(),
                status.substate(),
                status.requestedAt(),
                status.changedAt(),
                status.request().source().address(),
                status.request().target().address(),
                status.failure(),
                status.obstacle(),
                status.stalledSince());
    }
}
