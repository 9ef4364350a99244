package dev.pgconvoy.it.promise;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;

/// What came of one database: one line of JSON.
///
/// @param families that went into the database, in their order
/// @param pieces that went into it; what the server refused to make beside the others is in `refused`
/// @param how who moves it, in which encoding, with which options
/// @param errors the codes of the verdict's errors, `warnings` those of its warnings
/// @param state in which the migration ended: the one that was checked, or the one without checks
/// where the verdict is Failed
/// @param failure empty unless it failed
/// @param lost what the target does not have as the source, and `unnamed` what no finding and no note tells of that
/// @param promise what the run says of the verdict
/// @param code the commit that was run
@JsonIgnoreProperties(ignoreUnknown = true)
record PromiseRecord(
        long seed,
        List<String> families,
        List<String> pieces,
        List<String> refused,
        String how,
        String verdict,
        List<String> errors,
        List<String> warnings,
        String state,
        String failure,
        List<String> lost,
        List<String> unnamed,
        Promise promise,
        long millis,
        String code) {

    /// What a run says of its verdict.
    enum Promise {
        /// It passed, and everything arrived.
        KEPT,
        /// It failed, and without the checks the migration fails or loses something.
        JUSTIFIED,
        /// It passed, the migration failed, and the checks had said that they could not look at what it failed for.
        UNSEEN_AND_SAID,
        /// It passed, and the migration failed, did not end, or lost something in silence.
        BROKEN,
        /// It failed, and without the checks everything arrives.
        NEEDLESS
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LOSSES = 50;

    PromiseRecord {
        families = List.copyOf(families);
        pieces = List.copyOf(pieces);
        refused = List.copyOf(refused);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
        lost = List.copyOf(lost);
        unnamed = List.copyOf(unnamed);
    }

    /// The first of them, and how many more there were: a database may lose thousands of large objects.
    static List<String> shortened(List<String> losses) {
        return losses.size() <= MOST_LOSSES
                ? losses
                : Stream.concat(
                                losses.stream().limit(MOST_LOSSES),
                                Stream.of("and %d more".formatted(losses.size() - MOST_LOSSES)))
                        .toList();
    }

    boolean passed() {
        return !verdict.equals("Failed");
    }

    boolean isException() {
        return promise == Promise.BROKEN || promise == Promise.NEEDLESS;
    }

    String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static PromiseRecord read(String line) {
        try {
            return JSON.readValue(line, PromiseRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no record of a run: " + line, e);
        }
    }
}
