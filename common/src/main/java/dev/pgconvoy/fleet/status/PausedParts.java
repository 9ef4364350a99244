package dev.pgconvoy.fleet.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The parts of a fleet of which nothing begins until somebody resumes them, by name.
public record PausedParts(SortedSet<String> waves, SortedSet<String> servers) {

    public static final PausedParts NONE = new PausedParts(Collections.emptySortedSet(), Collections.emptySortedSet());

    public PausedParts {
        waves = Collections.unmodifiableSortedSet(new TreeSet<>(waves));
        servers = Collections.unmodifiableSortedSet(new TreeSet<>(servers));
    }

    @JsonIgnore
    public boolean isNone() {
        return waves.isEmpty() && servers.isEmpty();
    }

    public PausedParts with(Optional<String> wave, Optional<String> server) {
        return new PausedParts(changed(waves, wave, true), changed(servers, server, true));
    }

    public PausedParts without(Optional<String> wave, Optional<String> server) {
        return new PausedParts(changed(waves, wave, false), changed(servers, server, false));
    }

    /// Those that a plan still has.
    public PausedParts keeping(Predicate<String> isWave, Predicate<String> isServer) {
        var keptWaves = new TreeSet<>(waves);
        var keptServers = new TreeSet<>(servers);
        keptWaves.removeIf(isWave.negate());
        keptServers.removeIf(isServer.negate());
        return new PausedParts(keptWaves, keptServers);
    }

    private static SortedSet<String> changed(SortedSet<String> names, Optional<String> name, boolean isAdded) {
        var changed = new TreeSet<>(names);
        name.ifPresent(isAdded ? changed::add : changed::remove);
        return changed;
    }
}
