package dev.pgconvoy.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.kafka.ClearTextPasswords;
import dev.pgconvoy.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// One record as a line of JSON: its place, its key, what its headers say, its data. A password that somebody wrote in
/// clear text is not in it.
final class EventLine {

    private EventLine() {}

    static String of(ConsumerRecord<String, byte[]> record) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("topic", record.topic());
        line.put("partition", record.partition());
        line.put("offset", record.offset());
        line.put("time", Instant.ofEpochMilli(record.timestamp()).toString());
        line.put("key", record.key());
        var headers = line.putObject("headers");
        record.headers().forEach(header -> {
            if (isShown(header.key()) && header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        });
        line.set("data", data(record.value()));
        return PrintableText.of(line.toString());
    }

    private static boolean isShown(String header) {
        return header.startsWith("ce_") || header.startsWith("dead-letter-") || header.equals("traceparent");
    }

    /// Null for what is no JSON.
    private static JsonNode data(byte @Nullable [] value) {
        var clean = value == null ? null : ClearTextPasswords.removed(value);
        try {
            return clean == null ? JsonNodeFactory.instance.nullNode() : EventJson.MAPPER.readTree(clean);
        } catch (IOException _) {
            return JsonNodeFactory.instance.nullNode();
        }
    }
}
