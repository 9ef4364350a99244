package dev.pgconvoy.it.faults;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a run: one line of JSON.
///
/// @param phaseSeen whether the fault struck in its phase; only then the run counts for its cell
/// @param states that were announced last, one for each migration of the run
/// @param violations empty when all was proven
/// @param code the commit that was run; null in records of before it was kept
@JsonIgnoreProperties(ignoreUnknown = true)
record RunRecord(
        long seed,
        String fault,
        String phase,
        boolean phaseSeen,
        List<String> states,
        String failure,
        long millis,
        List<String> violations,
        @Nullable String code) {

    private static final ObjectMapper JSON = new ObjectMapper();

    RunRecord {
        states = List.copyOf(states);
        violations = List.copyOf(violations);
    }

    String commit() {
        return code == null ? "" : code;
    }

    RunRecord withViolations(List<String> more) {
        var all = new java.util.ArrayList<>(violations);
        all.addAll(more);
        return new RunRecord(seed, fault, phase, phaseSeen, states, failure, millis, all, code);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static RunRecord read(String line) {
        try {
            return JSON.readValue(line, RunRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no record of a run: " + line, e);
        }
    }
}
