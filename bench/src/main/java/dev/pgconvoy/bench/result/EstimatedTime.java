package dev.pgconvoy.bench.result;

/// How long the checks expected a migration to take, and how long it took by its own
/// report, in seconds.
///
/// @param p50 half of the migrations take no longer
/// @param p90 nine of ten take no longer
public record EstimatedTime(double p50, double p90, double took) {

    boolean isWithinP90() {
        return took <= p90;
    }
}
