package dev.pgconvoy.launcher.request;

import java.util.Map;
import java.util.regex.Pattern;

/// A size as PostgreSQL writes it: `64kB`, `512MB`, `1GB`; a bare number counts bytes.
public record ByteSize(long bytes) {

    public static final ByteSize ZERO = new ByteSize(0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}) ?(B|kB|MB|GB|TB)?");
    private static final Map<String, Long> UNITS =
            Map.of("B", 1L, "kB", 1L << 10, "MB", 1L << 20, "GB", 1L << 30, "TB", 1L << 40);

    /// Throws `IllegalArgumentException` for anything else.
    public static ByteSize parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a size is a number with B, kB, MB, GB or TB, such as 512MB");
        }
        var unit = parts.group(2) == null ? 1L : UNITS.getOrDefault(parts.group(2), 1L);
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(parts.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size is less than 8 EiB", e);
        }
    }
}
