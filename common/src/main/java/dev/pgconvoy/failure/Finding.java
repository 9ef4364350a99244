package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

/// A problem that was found, as a value: which check, on which object, and what to do about it.
///
/// @param check the check that found it, in kebab-case (`target-database-exists`)
/// @param code the documented code (`603101`) or one of ours (`PGC1004`)
/// @param object the server, database, table or setting it is about
/// @param remedy what the reader can do; an imperative sentence
public record Finding(String check, String code, Severity severity, String object, String message, String remedy) {

    public Finding {
        requireNonNull(check, "check");
        requireNonNull(code, "code");
        requireNonNull(severity, "severity");
        requireNonNull(object, "object");
        requireNonNull(remedy, "remedy");
        message = Failure.shortened(message);
    }

    public static Finding error(String check, String code, String object, String message, String remedy) {
        return new Finding(check, code, Severity.ERROR, object, message, remedy);
    }

    public static Finding warning(String check, String code, String object, String message, String remedy) {
        return new Finding(check, code, Severity.WARNING, object, message, remedy);
    }

    public static Finding info(String check, String code, String object, String message) {
        return new Finding(check, code, Severity.INFO, object, message, "Nothing to do.");
    }
}
