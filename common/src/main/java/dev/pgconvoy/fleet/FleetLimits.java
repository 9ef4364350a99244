package dev.pgconvoy.fleet;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.rate.RateBounds;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many migrations of a fleet run at once, and how fast they read. The checks that gates wait for count as
/// migrations do.
///
/// @param total of the fleet
/// @param perSourceHost that read from one host, those of other fleets included
/// @param perTarget that write to one target host, those of other fleets included; left
/// out, one migration and any number of checks
/// @param perLabel by the name of a label: of the servers of this fleet with the same value
/// of it
/// @param bytesPerSecondPerSourceHost that its migrations read from one host together; each request
/// that begins from then on says so
/// @param bytesPerSecondPerTarget the same of what they write to one target host
/// @param bytesPerSecond the same of all that its migrations copy
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record FleetLimits(
        Optional<Integer> total,
        Optional<Integer> perSourceHost,
        Optional<Integer> perTarget,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Integer> perLabel,
        Optional<Long> bytesPerSecondPerSourceHost,
        Optional<Long> bytesPerSecondPerTarget,
        Optional<Long> bytesPerSecond) {

    public static final FleetLimits NONE =
            new FleetLimits(Optional.empty(), Optional.empty(), Optional.empty(), Collections.emptySortedMap());

    private static final int HIGHEST = 10_000;
    private static final int MOST_LABELS = 20;

    public FleetLimits(
            Optional<Integer> total,
            Optional<Integer> perSourceHost,
            Optional<Integer> perTarget,
            SortedMap<String, Integer> perLabel) {
        this(total, perSourceHost, perTarget, perLabel, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public FleetLimits {
        total.ifPresent(most -> require("limits.total", most));
        perSourceHost.ifPresent(most -> require("limits.perSourceHost", most));
        perTarget.ifPresent(most -> require("limits.perTarget", most));
        perLabel = Collections.unmodifiableSortedMap(new TreeMap<>(perLabel));
        if (perLabel.size() > MOST_LABELS) {
            throw new IllegalArgumentException("limits.perLabel has at most %d labels".formatted(MOST_LABELS));
        }
        perLabel.forEach((label, most) -> {
            FleetNames.require("the name of a label", label);
            require("limits.perLabel." + label, most);
        });
        bytesPerSecondPerSourceHost.ifPresent(rate -> RateBounds.require("limits.bytesPerSecondPerSourceHost", rate));
        bytesPerSecondPerTarget.ifPresent(rate -> RateBounds.require("limits.bytesPerSecondPerTarget", rate));
        bytesPerSecond.ifPresent(rate -> RateBounds.require("limits.bytesPerSecond", rate));
    }

    @JsonCreator
    static FleetLimits create(
            @JsonProperty("total") @Nullable Optional<Integer> total,
            @JsonProperty("perSourceHost") @Nullable Optional<Integer> perSourceHost,
            @JsonProperty("perTarget") @Nullable Optional<Integer> perTarget,
            @JsonProperty("perLabel") @Nullable SortedMap<String, Integer> perLabel,
            @JsonProperty("bytesPerSecondPerSourceHost") @Nullable Optional<Long> bytesPerSecondPerSourceHost,
            @JsonProperty("bytesPerSecondPerTarget") @Nullable Optional<Long> bytesPerSecondPerTarget,
            @JsonProperty("bytesPerSecond") @Nullable Optional<Long> bytesPerSecond) {
        return new FleetLimits(
                total == null ? Optional.empty() : total,
                perSourceHost == null ? Optional.empty() : perSourceHost,
                perTarget == null ? Optional.empty() : perTarget,
                perLabel == null ? Collections.emptySortedMap() : perLabel,
                bytesPerSecondPerSourceHost == null ? Optional.empty() : bytesPerSecondPerSourceHost,
                bytesPerSecondPerTarget == null ? Optional.empty() : bytesPerSecondPerTarget,
                bytesPerSecond == null ? Optional.empty() : bytesPerSecond);
    }

    static void require(String what, int most) {
        if (most < 1 || most > HIGHEST) {
            throw new IllegalArgumentException("%s must be between 1 and %d".formatted(what, HIGHEST));
        }
    }
}
