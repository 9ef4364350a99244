package dev.pgconvoy.postgres;

/// A server's `server_version_num`: 90624 is 9.6.24, 150018 is 15.18.
public record ServerVersion(int number) implements Comparable<ServerVersion> {

    private static final int FIRST_TWO_PART = 100_000;

    /// What an upgrade changes: 9.6 is 906, 15 is 1500.
    private int majorKey() {
        return number / 100;
    }

    public boolean isAtLeast(int major) {
        return number >= major * 10_000;
    }

    /// Whether a dump of `other` fits a server of this version.
    public boolean isSameOrNewerMajorThan(ServerVersion other) {
        return major().equals(other.major()) || majorKey() > other.majorKey();
    }

    public String major() {
        return number >= FIRST_TWO_PART
                ? Integer.toString(number / 10_000)
                : number / 10_000 + "." + number / 100 % 100;
    }

    @Override
    public int compareTo(ServerVersion other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return number >= FIRST_TWO_PART
                ? number / 10_000 + "." + number % 10_000
                : number / 10_000 + "." + number / 100 % 100 + "." + number % 100;
    }
}
