package dev.pgconvoy.bench.result;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/// All that was measured of one workload.
///
/// @param scale 1 for the size that its description names
/// @param network between the client and both servers
/// @param failures runs that are no number, by what they said
/// @param bars what was hoped for
public record WorkloadResult(
        String workload,
        String about,
        double scale,
        String network,
        String size,
        String pgconvoyOptions,
        String pgcopydbOptions,
        MeasurementEnvironment environment,
        List<Measurement> measurements,
        List<Failed> failures,
        List<Bar> bars) {

    public WorkloadResult {
        measurements = List.copyOf(measurements);
        failures = List.copyOf(failures);
        bars = List.copyOf(bars);
    }

    public record Failed(String contender, String message) {}

    /// @param ratio of wall times that pgconvoy must not exceed
    /// @param verified with `--verify full`
    public record Bar(String peer, double ratio, boolean verified) {

        private static final String OURS = "pgconvoy";
        private static final String OURS_VERIFIED = "pgconvoy --verify full";

        /// Bars that were kept before there were verified ones do not say it.
        @JsonCreator
        static Bar of(
                @JsonProperty("peer") String peer,
                @JsonProperty("ratio") double ratio,
                @JsonProperty("verified") Optional<Boolean> verified) {
            return new Bar(peer, ratio, verified.orElse(false));
        }

        /// Whose time is compared with the peer's.
        String contender() {
            return verified ? OURS_VERIFIED : OURS;
        }
    }
}
