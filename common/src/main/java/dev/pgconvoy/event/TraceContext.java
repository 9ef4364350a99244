package dev.pgconvoy.event;

import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which trace a migration belongs to. Where the requester has none, it follows from the request,
/// so that every service finds the same one by itself.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits
/// @param flags two hexadecimal digits
public record TraceContext(String traceId, String spanId, String flags) {

    private static final int BYTES_OF_TRACE = 16;
    private static final int BYTES_OF_SPAN = 8;

    private static final Pattern FORM =
            Pattern.compile("00-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})");

    /// @return empty for what is not [#isValid]
    public static Optional<TraceContext> parse(String traceparent) {
        return Optional.of(FORM.matcher(traceparent))
                .filter(Matcher::matches)
                .map(found -> new TraceContext(found.group(1), found.group(2), found.group(3)));
    }

    /// @return W3C's `traceparent`
    public static String of(MigrationId id, String requestHash) {
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest(("trace\n%s\n%s".formatted(id, requestHash)).getBytes(StandardCharsets.UTF_8));
            var hex = HexFormat.of();
            return "00-%s-%s-01"
                    .formatted(
                            hex.formatHex(hash, 0, BYTES_OF_TRACE),
                            hex.formatHex(hash, BYTES_OF_TRACE, BYTES_OF_TRACE + BYTES_OF_SPAN));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Whether somebody's `traceparent` can be gone on with: W3C's version 00, with ids that are
    /// not zero. Whatever else is there counts as none.
    public static boolean isValid(String traceparent) {
        return FORM.matcher(traceparent).matches();
    }

    /// Of what is said without one: a request begins a trace.
    static Optional<String> begunBy(Event event) {
        return event instanceof MigrationRequested(var request)
                ? Optional.of(of(request.id(), RequestHash.of(request)))
                : Optional.empty();
    }
}
