package dev.pgconvoy.worker.catalog;

import java.math.BigInteger;

/// Where a sequence stands, and what it counts by.
///
/// @param called whether the last value was given out; otherwise it is the next one
/// @param cycles whether it begins anew at its other end
public record SequenceState(long lastValue, boolean called, long increment, boolean cycles, long least, long greatest) {

    /// Of one that has given out nothing.
    public static SequenceState countingBy(long increment, boolean cycles, long least, long greatest) {
        return new SequenceState(least, false, increment, cycles, least, greatest);
    }

    public SequenceState at(long value, boolean givenOut) {
        return new SequenceState(value, givenOut, increment, cycles, least, greatest);
    }

    /// Whether it would give out a value again that the other one has given out. No transaction covers sequences, and
    /// whoever uses one moves it on: only one that is behind lacks something.
    ///
    /// On a circle, behind is where the other one is reached by the shorter way forward.
    public boolean isBehind(SequenceState other) {
        var ahead = other.next().subtract(next());
        if (increment < 0) {
            ahead = ahead.negate();
        }
        if (!cycles) {
            return ahead.signum() > 0;
        }
        var circle =
                BigInteger.valueOf(greatest).subtract(BigInteger.valueOf(least)).add(BigInteger.ONE);
        var forward = ahead.mod(circle);
        return forward.signum() > 0 && forward.shiftLeft(1).compareTo(circle) < 0;
    }

    private BigInteger next() {
        var last = BigInteger.valueOf(lastValue);
        return called ? last.add(BigInteger.valueOf(increment)) : last;
    }

    @Override
    public String toString() {
        return called ? "%d, given out".formatted(lastValue) : "%d, to be given out next".formatted(lastValue);
    }
}
