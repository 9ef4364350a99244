package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a value cannot be read, in words for the writer of the file. The value itself is not repeated: it may be a
/// password at the wrong place.
final class BindingReasons {

    private static final Pattern MISSING =
            Pattern.compile("(?:Missing required creator|Null value for creator) property ");

    private BindingReasons() {}

    static String of(JsonProcessingException e) {
        return ourOwn(e).or(() -> missing(e)).orElseGet(() -> switch (e) {
            case InvalidTypeIdException type ->
                "kind must be " + KindNames.of(type.getBaseType().getRawClass());
            case MismatchedInputException mismatch -> expected(mismatch.getTargetType());
            default -> "this cannot be read";
        });
    }

    /// The JDK's exceptions, subclasses of this one, could quote the value.
    private static Optional<String> ourOwn(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause.getClass() == IllegalArgumentException.class && cause.getMessage() != null) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> missing(JsonProcessingException e) {
        var words = MISSING.matcher(e.getOriginalMessage());
        return words.find() ? Optional.of("this key is missing") : Optional.empty();
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "this is not what is expected here";
        }
        if (type == Duration.class) {
            return "a duration is expected, such as PT4H (four hours) or PT90M";
        }
        if (ZoneId.class.isAssignableFrom(type)) {
            return "the name of a time zone is expected, such as Europe/Berlin";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false is expected";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number is expected";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list is expected";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord()
                ? "keys with values are expected"
                : "a text is expected; put quotes around what looks like a number";
    }
}
