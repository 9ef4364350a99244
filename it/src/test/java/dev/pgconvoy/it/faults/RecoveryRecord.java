package dev.pgconvoy.it.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// How long one recovery took: a line of JSON.
record RecoveryRecord(String kind, long millis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static RecoveryRecord read(String line) {
        try {
            return JSON.readValue(line, RecoveryRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no record of a recovery: " + line, e);
        }
    }
}
