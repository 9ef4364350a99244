package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.rate.GentleOptions;
import dev.pgconvoy.migration.rate.RateBounds;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How rows are copied, and what happens when something goes wrong.
///
/// @param splitTablesLargerThan bytes of heap and TOAST, at least 1 MiB; 0 leaves it to the planner
/// @param failFast whether the first table that fails ends the migration, instead of after the others have finished
/// @param resume whether databases that an earlier migration left unfinished on the target are continued
/// @param tablespaces of the target, by the source's; left out of JSON when none is named
/// @param maxBytesPerSecond of rows and large objects that all workers together read from the
/// source's host, 1 MiB to 1 TiB; left out of JSON when there is no limit
/// @param maxBytesPerSecondToTarget the same of what they write to the target's host
/// @param gentle what the source may have to do beside it before it is read more slowly; left out
/// of JSON when that does not matter
public record CopyOptions(
        long splitTablesLargerThan,
        boolean failFast,
        InvalidData onInvalidData,
        boolean resume,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> tablespaces,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> maxBytesPerSecond,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> maxBytesPerSecondToTarget,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<GentleOptions> gentle) {

    public static final long LEAST_SPLIT = 1L << 20;
    public static final long MOST_SPLIT = 1L << 50;
    public static final int MOST_TABLESPACES = 100;
    public static final CopyOptions DEFAULTS = new CopyOptions(0, false, InvalidData.FAIL, false);

    public CopyOptions(long splitTablesLargerThan, boolean failFast, InvalidData onInvalidData, boolean resume) {
        this(splitTablesLargerThan, failFast, onInvalidData, resume, Collections.emptySortedMap());
    }

    public CopyOptions(
            long splitTablesLargerThan,
            boolean failFast,
            InvalidData onInvalidData,
            boolean resume,
            SortedMap<String, String> tablespaces) {
        this(
                splitTablesLargerThan,
                failFast,
                onInvalidData,
                resume,
                tablespaces,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public CopyOptions {
        tablespaces = Collections.unmodifiableSortedMap(new TreeMap<>(tablespaces));
        if (tablespaces.size() > MOST_TABLESPACES) {
            throw new IllegalArgumentException("tablespaces may name at most " + MOST_TABLESPACES);
        }
        tablespaces.forEach((from, to) -> {
            NameBounds.requireName("a tablespace of the source", from);
            NameBounds.requireName("a tablespace of the target", to);
        });
        if (splitTablesLargerThan != 0 && (splitTablesLargerThan < LEAST_SPLIT || splitTablesLargerThan > MOST_SPLIT)) {
            throw new IllegalArgumentException("splitTablesLargerThan must be 0 or between 1 MiB and 1 PiB");
        }
        maxBytesPerSecond.ifPresent(rate -> RateBounds.require("maxBytesPerSecond", rate));
        maxBytesPerSecondToTarget.ifPresent(rate -> RateBounds.require("maxBytesPerSecondToTarget", rate));
    }

    /// The same, and no faster than these where nothing less is asked for.
    ///
    /// @param fromSource bytes per second, as [#maxBytesPerSecond]
    /// @param toTarget as [#maxBytesPerSecondToTarget]
    public CopyOptions within(Optional<Long> fromSource, Optional<Long> toTarget) {
        return new CopyOptions(
                splitTablesLargerThan,
                failFast,
                onInvalidData,
                resume,
                tablespaces,
                lower(maxBytesPerSecond, fromSource),
                lower(maxBytesPerSecondToTarget, toTarget),
                gentle);
    }

    /// The same, and nothing that an earlier migration has left is continued.
    public CopyOptions withoutResume() {
        return new CopyOptions(
                splitTablesLargerThan,
                failFast,
                onInvalidData,
                false,
                tablespaces,
                maxBytesPerSecond,
                maxBytesPerSecondToTarget,
                gentle);
    }

    private static Optional<Long> lower(Optional<Long> one, Optional<Long> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Long::compare);
    }

    @JsonCreator
    static CopyOptions create(
            @JsonProperty("splitTablesLargerThan") @Nullable Long splitTablesLargerThan,
            @JsonProperty("failFast") @Nullable Boolean failFast,
            @JsonProperty("onInvalidData") @Nullable InvalidData onInvalidData,
            @JsonProperty("resume") @Nullable Boolean resume,
            @JsonProperty("tablespaces") @Nullable SortedMap<String, String> tablespaces,
            @JsonProperty("maxBytesPerSecond") @Nullable Optional<Long> maxBytesPerSecond,
            @JsonProperty("maxBytesPerSecondToTarget") @Nullable Optional<Long> maxBytesPerSecondToTarget,
            @JsonProperty("gentle") @Nullable Optional<GentleOptions> gentle) {
        return new CopyOptions(
                requireNonNullElse(splitTablesLargerThan, DEFAULTS.splitTablesLargerThan),
                requireNonNullElse(failFast, DEFAULTS.failFast),
                requireNonNullElse(onInvalidData, DEFAULTS.onInvalidData),
                requireNonNullElse(resume, DEFAULTS.resume),
                requireNonNullElse(tablespaces, DEFAULTS.tablespaces),
                requireNonNullElse(maxBytesPerSecond, Optional.<Long>empty()),
                requireNonNullElse(maxBytesPerSecondToTarget, Optional.<Long>empty()),
                requireNonNullElse(gentle, Optional.<GentleOptions>empty()));
    }
}
