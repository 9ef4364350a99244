package dev.pgconvoy.submitter.messaging;

import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// A record for one of several topics; its headers and key travel beside it.
///
/// @param value empty for a dead letter without one
record OutgoingRecord(String topic, Optional<byte[]> value) {

    static final Serde<OutgoingRecord> SERDE =
            Serdes.serdeFrom((_, outgoing) -> outgoing.value.orElse(null), (_, _) -> {
                throw new UnsupportedOperationException("outgoing records are not read back");
            });

    static OutgoingRecord of(ProducerRecord<String, byte[]> event) {
        return new OutgoingRecord(event.topic(), Optional.ofNullable(event.value()));
    }
}
