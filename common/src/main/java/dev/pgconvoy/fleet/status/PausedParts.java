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

    /// The names of waves, and those of servers, that are kept though the plan
    /// has them no more.
    public static final int MOST_UNPLANNED = 1_000;

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

    /// Those that a plan has, and of the others the first ones: a part that comes again
    /// is still paused.
    public PausedParts keeping(Predicate<String> isWave, Predicate<String> isServer) {
        return new PausedParts(kept(waves, isWave), kept(servers, isServer));
    }

    private static SortedSet<String> kept(SortedSet<String> names, Predicate<String> isPlanned) {
        var kept = new TreeSet<>(names);
        names.stream().filter(isPlanned.negate()).skip(MOST_UNPLANNED).forEach(kept::remove);
        return kept;
    }

    private static SortedSet<String> changed(SortedSet<String> names, Optional<String> name, boolean isAdded) {
        var changed = new TreeSet<>(names);
        name.ifPresent(isAdded ? changed::add : changed::remove);
        return changed;
    }
}
