package dev.pgconvoy.worker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Findings as the ledger keeps them.
final class NotesText {

    private NotesText() {}

    static String write(List<Finding> notes) {
        return notes.isEmpty() ? "[]" : new String(EventJson.write(notes), StandardCharsets.UTF_8);
    }

    static List<Finding> read(String text) {
        try {
            return List.of(EventJson.MAPPER.readValue(text, Finding[].class));
        } catch (JsonProcessingException | NullPointerException e) { // the latter for "null" and "[null]"
            throw new IllegalStateException("the ledger holds notes that are none", e);
        }
    }
}
