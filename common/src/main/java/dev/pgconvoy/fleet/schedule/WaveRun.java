package dev.pgconvoy.fleet.schedule;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.fleet.status.WaveStatus;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.PrintableText;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// How far a wave is, as it is stored.
///
/// @param since when it came into this phase
/// @param waived whether somebody has cancelled the wave: its failures stop nobody any more
/// @param passed the gates that are open, or were when the wave began, by name
public record WaveRun(
        String wave,
        WavePhase phase,
        Optional<Instant> since,
        Optional<String> reason,
        boolean waived,
        SortedMap<String, GatePass> passed) {

    /// How a gate was opened.
    public record GatePass(Instant at, Optional<String> by, Optional<String> reason) {

        /// All waves of a fleet are told in one record.
        private static final int LONGEST_TEXT = 300;

        public GatePass {
            by = by.map(text -> Excerpt.of(PrintableText.of(text), LONGEST_TEXT));
            reason = reason.map(text -> Excerpt.of(PrintableText.of(text), LONGEST_TEXT));
        }

        /// As JSON, about.
        private long length() {
            return KEYS
                    + by.map(GatePass::length).orElse(0)
                    + reason.map(GatePass::length).orElse(0);
        }

        private static int length(String text) {
            return JsonStringEncoder.getInstance().quoteAsUTF8(text).length;
        }

        /// The names of its components, and its time.
        private static final int KEYS = 70;
    }

    /// The bytes that its passes take as JSON, about.
    long lengthOfPasses() {
        var length = 0L;
        for (var pass : passed.entrySet()) {
            length += pass.getKey().length() + pass.getValue().length();
        }
        return length;
    }

    public WaveRun {
        passed = Collections.unmodifiableSortedMap(new TreeMap<>(passed));
    }

    static WaveRun waiting(String wave) {
        return new WaveRun(
                wave, WavePhase.WAITING, Optional.empty(), Optional.empty(), false, Collections.emptySortedMap());
    }

    static WaveRun shown(WaveStatus status) {
        var passed = new TreeMap<String, GatePass>();
        status.gates()
                .forEach(gate -> gate.passedAt()
                        .ifPresent(at -> passed.put(gate.gate(), new GatePass(at, gate.by(), gate.reason()))));
        return new WaveRun(status.wave(), status.phase(), status.since(), status.reason(), false, passed);
    }

    WaveRun in(WavePhase next, Instant now, Optional<String> why) {
        return new WaveRun(wave, next, Optional.of(now), why, waived, passed);
    }

    /// It waits for its turn, and what was approved stays so.
    WaveRun again() {
        return new WaveRun(wave, WavePhase.WAITING, Optional.empty(), Optional.empty(), waived, passed);
    }

    WaveRun waived(boolean isWaived) {
        return new WaveRun(wave, phase, since, reason, isWaived, passed);
    }

    WaveRun passing(String gate, GatePass pass) {
        var all = new TreeMap<>(passed);
        all.put(gate, pass);
        return new WaveRun(wave, phase, since, reason, waived, all);
    }

    /// Without the passes of all other gates.
    WaveRun keeping(Predicate<String> gates) {
        var kept = new TreeMap<String, GatePass>();
        passed.forEach((gate, pass) -> {
            if (gates.test(gate)) {
                kept.put(gate, pass);
            }
        });
        return new WaveRun(wave, phase, since, reason, waived, kept);
    }

    boolean isOpen() {
        return phase == WavePhase.OPEN;
    }
}
