package dev.pgconvoy.monitor.fold.intake;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;

/// Where a record was when it came in. A stray keeps its origin in a header on its way home.
public record RecordOrigin(String topic, int partition, long offset) {

    private static final String HEADER = "pgconvoy-origin";

    void writeTo(Headers headers) {
        headers.add(HEADER, "%s/%d/%d".formatted(topic, partition, offset).getBytes(StandardCharsets.UTF_8));
    }

    static RecordOrigin takeFrom(Headers headers) {
        var parts = new String(headers.lastHeader(HEADER).value(), StandardCharsets.UTF_8).split("/");
        headers.remove(HEADER);
        return new RecordOrigin(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
}
