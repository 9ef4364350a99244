package dev.pgconvoy.launcher.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class EventLineTest {

    private static ConsumerRecord<String, byte[]> record(String value) {
        var record =
                new ConsumerRecord<>("migration.requested", 2, 7L, "flex/shop", value.getBytes(StandardCharsets.UTF_8));
        record.headers()
                .add("ce_type", "dev.pgconvoy.migration.requested.v1".getBytes(StandardCharsets.UTF_8))
                .add("pgconvoy-mac", new byte[] {1, 2})
                .add("dead-letter-reason", "it is odd".getBytes(StandardCharsets.UTF_8));
        return record;
    }

    @Test
    void a_record_is_one_line_with_its_place_headers_and_data() throws Exception {
        var line = EventLine.of(record("{\"id\":\n \"flex/shop\"}"));

        assertThat(line).hasLineCount(1);
        var json = EventJson.MAPPER.readTree(line);
        assertThat(json.at("/topic").textValue()).isEqualTo("migration.requested");
        assertThat(json.at("/partition").intValue()).isEqualTo(2);
        assertThat(json.at("/offset").longValue()).isEqualTo(7);
        assertThat(json.at("/key").textValue()).isEqualTo("flex/shop");
        assertThat(json.at("/headers/dead-letter-reason").textValue()).isEqualTo("it is odd");
        assertThat(json.at("/headers").has("pgconvoy-mac")).isFalse();
        assertThat(json.at("/data/id").textValue()).isEqualTo("flex/shop");
    }

    @Test
    void a_password_in_clear_text_is_not_printed() {
        assertThat(EventLine.of(record("{\"source\": {\"password\": \"hunter2\"}}")))
                .doesNotContain("hunter2");
        assertThat(EventLine.of(record("{\"source\": {\"password\": \"hunter2\"")))
                .doesNotContain("hunter2");
        assertThat(EventLine.of(record("{\"source\": {\"password\": \"env:NAME\"}}")))
                .contains("env:NAME");
    }

    @Test
    void what_is_no_json_or_would_turn_the_writing_is_harmless() throws Exception {
        assertThat(EventLine.of(record("no JSON"))).contains("\"data\":null");
        var line = EventLine.of(record("{\"name\": \"a\u202eb\"}"));
        assertThat(line).doesNotContain("\u202e");
        assertThat(EventJson.MAPPER.readTree(line).at("/data/name").textValue()).isEqualTo("a\u202eb");
    }
}
