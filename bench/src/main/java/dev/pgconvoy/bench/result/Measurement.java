package dev.pgconvoy.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// One run that moved everything.
///
/// @param contender who ran
/// @param against the peer of its pair, empty for a run of its own
/// @param pair counts the pairs with this peer from 1
/// @param wall seconds
/// @param client processor seconds of the processes that the rows pass through
/// @param others processor seconds of the broker and the other services
/// @param source processor seconds of the server
/// @param target processor seconds of the server
/// @param parts seconds by the contender's own names, in their order
/// @param estimate empty for those who make none, and in files of before they were recorded
public record Measurement(
        String contender,
        String against,
        int pair,
        double wall,
        double client,
        double others,
        double source,
        double target,
        Map<String, Double> parts,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<EstimatedTime> estimate) {

    public Measurement {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
}
