package dev.pgconvoy.arm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.contract.AsyncApi;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PublishedFormsTest {

    @Test
    void every_form_of_a_request_that_the_description_of_the_events_shows_is_taken() {
        assertThat(AsyncApi.read().message("migration.requested").get("examples"))
                .hasSize(3)
                .allSatisfy(example -> assertThat(isAccepted(example.get("payload")))
                        .as(example.get("name").textValue())
                        .isTrue());
    }

    private static boolean isAccepted(JsonNode data) {
        var type = EventType.MIGRATION_REQUESTED;
        var headers = new RecordHeaders().add("ce_type", type.ceType().getBytes(StandardCharsets.UTF_8));
        try {
            EventCodec.read(type.topic(), headers, EventJson.write(data), Instant.parse("2026-01-02T12:00:00Z"));
            return true;
        } catch (MalformedEventException _) {
            return false;
        }
    }
}
