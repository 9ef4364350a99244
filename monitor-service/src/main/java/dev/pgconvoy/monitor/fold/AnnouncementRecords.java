package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent.StateAnnouncement;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.lifecycle.Decision;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;

/// Turns what was decided into records. The same change gets the same event id, `<migration id>:<revision>`, and each
/// kind of event its own source, so that source and id together name one event.
final class AnnouncementRecords {

    static final String SOURCE = "/pgconvoy/monitor/";

    private AnnouncementRecords() {}

    static List<Record<byte[], FoldOutput>> of(
            Decision decision, Optional<String> traceparent, RecordMac mac, long now) {
        return decision.announcements().stream()
                .map(said -> record(said, traceparent, mac, now))
                .toList();
    }

    private static Record<byte[], FoldOutput> record(
            StateAnnouncement said, Optional<String> traceparent, RecordMac mac, long now) {
        var status = EventSizeLimiter.fit(said.status().withoutPasswords());
        var id = status.id().toString();
        var signed = mac.signed(EventCodec.record(new Envelope<>(
                id + ":" + status.revision(),
                SOURCE + EventType.of(said).shortName(),
                id,
                status.changedAt(),
                traceparent,
                said.with(status))));
        var key = signed.key().getBytes(StandardCharsets.UTF_8);
        return new Record<>(key, new FoldOutput(signed.topic(), signed.value()), now, signed.headers());
    }
}
