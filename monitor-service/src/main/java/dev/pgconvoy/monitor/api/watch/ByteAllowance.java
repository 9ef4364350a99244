package dev.pgconvoy.monitor.api.watch;

/// How many bytes one listener gets: a share for each second, of which some seconds' worth
/// may be saved up. What is larger than the rest of the share goes out all the same, and is
/// waited for afterwards.
final class ByteAllowance {

    /// With the heads of HTTP's chunks it stays below 2 kB a second.
    static final int PER_SECOND = 1_900;

    private static final int SECONDS_SAVED = 3;

    private int left = (SECONDS_SAVED - 1) * PER_SECOND;

    void anotherSecond() {
        left = Math.min(left + PER_SECOND, SECONDS_SAVED * PER_SECOND);
    }

    /// @param planned bytes that are to be spent, too
    boolean isLeft(int planned) {
        return left > planned;
    }

    void spend(int bytes) {
        left -= bytes;
    }
}
