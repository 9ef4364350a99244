package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.lifecycle.Decision;
import dev.pgconvoy.migration.MigrationStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/// Turns what was decided into records. The same change gets the same event id, `<migration id>:<revision>`, and each
/// kind of event its own source, so that source and id together name one event.
final class Announcements {

    static final String SOURCE = "/pgconvoy/monitor/";

    private Announcements() {}

    static List<Record<byte[], Outgoing>> of(Decision decision, Optional<String> traceparent, RecordMac mac, long now) {
        return decision.announcements().stream()
                .map(event -> record(event, traceparent, mac, now))
                .toList();
    }

    private static Record<byte[], Outgoing> record(
            MigrationEvent event, Optional<String> traceparent, RecordMac mac, long now) {
        return switch (event) {
            case StateRecorded(var status) -> record(new StateRecorded(shown(status)), status, traceparent, mac, now);
            case SubstateChanged(var status) ->
                record(new SubstateChanged(shown(status)), status, traceparent, mac, now);
            case MigrationCompleted(var status) ->
                record(new MigrationCompleted(shown(status)), status, traceparent, mac, now);
            case MigrationCancelled(var status) ->
                record(new MigrationCancelled(shown(status)), status, traceparent, mac, now);
            case MigrationEvent.MigrationRequested _,
                    MigrationEvent.MigrationValidated _,
                    MigrationEvent.MigrationSubmitted _,
                    MigrationEvent.CancelRequested _,
                    MigrationEvent.MigrationObserved _ ->
                throw new IllegalStateException(
                        "the monitor never says " + EventType.of(event).ceType());
        };
    }

    private static MigrationStatus shown(MigrationStatus status) {
        return EventSizeLimiter.fit(status.withoutPasswords());
    }

    private static Record<byte[], Outgoing> record(
            MigrationEvent event, MigrationStatus status, Optional<String> traceparent, RecordMac mac, long now) {
        var id = status.id().toString();
        var said = mac.signed(EventCodec.record(new Envelope<>(
                id + ":" + status.revision(),
                SOURCE + EventType.of(event).topic().substring("migration.".length()),
                id,
                status.changedAt(),
                traceparent,
                event)));
        var key = said.key().getBytes(StandardCharsets.UTF_8);
        return new Record<>(key, new Outgoing(said.topic(), said.value()), now, said.headers());
    }
}
