package dev.pgconvoy.it.soak;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// What was measured at one moment.
///
/// @param at since the begin of the load
record SoakSample(Duration at, Map<MeasuredFigure, Long> values) {

    SoakSample {
        values = Map.copyOf(values);
    }

    String json() {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "\"%s\": %d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{\"seconds\": %d, ".formatted(at.toSeconds()), "}"));
    }
}
