package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// How far a wave is.
public enum WavePhase {
    /// For an earlier wave.
    WAITING,
    /// At a gate.
    GATED,
    /// Its migrations begin as limits and its window allow.
    OPEN,
    /// Too many servers have failed, or a gate was not opened in time.
    STOPPED,
    /// Each of its servers has ended.
    DONE;

    @JsonCreator
    public static WavePhase parse(String text) {
        for (var one : values()) {
            if (one.text().equalsIgnoreCase(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("not known: a phase of a wave");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
