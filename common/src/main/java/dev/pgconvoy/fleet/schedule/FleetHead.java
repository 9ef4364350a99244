package dev.pgconvoy.fleet.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.fleet.Wave;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.PausedParts;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is stored of a fleet beside its plan and its servers.
///
/// @param revision counts the changes, from a number that no earlier fleet of the name has had
/// @param parts of it that are paused; left out of JSON when there are none
/// @param turn when it was given a place the last time, in turns of all fleets
public record FleetHead(
        String fleet,
        long revision,
        FleetPhase phase,
        boolean paused,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PausedParts> parts,
        Instant appliedAt,
        Instant changedAt,
        long turn,
        SortedMap<String, WaveRun> waves) {

    public FleetHead {
        waves = Collections.unmodifiableSortedMap(new TreeMap<>(waves));
    }

    /// Its revisions begin with the time: no fleet of its name that was deleted before had them.
    static FleetHead first(String fleet, Instant now) {
        return new FleetHead(
                fleet, now.toEpochMilli(), FleetPhase.RUNNING, false, Optional.empty(), now, now, 0, Collections.emptySortedMap());
    }

    FleetHead changed(Instant now) {
        return new FleetHead(fleet, revision + 1, phase, paused, parts, appliedAt, now, turn, waves);
    }

    FleetHead in(FleetPhase next) {
        return new FleetHead(fleet, revision, next, paused, parts, appliedAt, changedAt, turn, waves);
    }

    FleetHead paused(boolean isPaused) {
        return new FleetHead(fleet, revision, phase, isPaused, parts, appliedAt, changedAt, turn, waves);
    }

    FleetHead paused(PausedParts these) {
        var some = Optional.of(these).filter(given -> !given.isNone());
        return new FleetHead(fleet, revision, phase, paused, some, appliedAt, changedAt, turn, waves);
    }

    PausedParts pausedParts() {
        return parts.orElse(PausedParts.NONE);
    }

    /// Whether nothing of the wave may begin.
    boolean isPaused(Wave wave) {
        return paused || pausedParts().waves().contains(wave.name());
    }

    /// Whether it alone may not begin.
    boolean isPaused(ServerRun run) {
        return pausedParts().servers().contains(run.server());
    }

    /// @param remaining of the waves, what counts for the plan that is applied
    FleetHead applied(Instant now, SortedMap<String, WaveRun> remaining) {
        return new FleetHead(fleet, revision, phase, paused, parts, now, changedAt, turn, remaining);
    }

    FleetHead turn(long next) {
        return new FleetHead(fleet, revision, phase, paused, parts, appliedAt, changedAt, next, waves);
    }

    /// Of what opened the gates of its waves, about: the bytes that it takes as JSON.
    long lengthOfPasses() {
        return waves.values().stream().mapToLong(WaveRun::lengthOfPasses).sum();
    }

    FleetHead with(WaveRun run) {
        var all = new TreeMap<>(waves);
        all.put(run.wave(), run);
        return new FleetHead(fleet, revision, phase, paused, parts, appliedAt, changedAt, turn, all);
    }
}
