package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.migration.estimate.MeasuredRates;

/// Under which conditions a copy runs.
///
/// @param jobs copies at once
/// @param apart whether the two servers are on different machines, so that they do not share processors
/// @param verifies whether all content is compared in the end
record CopyConditions(int jobs, boolean apart, boolean verifies, MeasuredRates rates) {

    /// Of one stream and of all; nothing slows a copy down that was not measured.
    double wireBytesPerSecond() {
        return jobs * Math.min(orUnlimited(rates.sourceBytesPerSecond()), orUnlimited(rates.targetBytesPerSecond()));
    }

    private static double orUnlimited(long measured) {
        return measured > 0 ? measured : 1e12;
    }

    double speed() {
        return Math.max(1, rates.targetSpeedPercent()) / 100.0;
    }

    double sourceRoundTrip() {
        return rates.sourceRoundTrip().toNanos() / 1e9;
    }

    double targetRoundTrip() {
        return rates.targetRoundTrip().toNanos() / 1e9;
    }
}
