package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.JsonText;

/// A problem that was found, as a value: which check, on which object, and what to do about it.
///
/// @param check the check that found it, in kebab-case (`target-database-exists`)
/// @param code of [FindingCode], or what Azure calls it
/// @param object the server, database, table or setting it is about
/// @param remedy what the reader can do; an imperative sentence
public record Finding(String check, String code, Severity severity, String object, String message, String remedy) {

    private static final int LONGEST_WORD = 100;
    private static final int NAMES_AND_SEVERITY = 100;

    /// Every text is bounded, so that a number of findings has a largest size.
    public Finding {
        requireNonNull(severity, "severity");
        check = Excerpt.of(check, LONGEST_WORD);
        code = Excerpt.of(code, LONGEST_WORD);
        object = shownObject(object);
        message = Excerpt.of(message, Failure.LONGEST_MESSAGE);
        remedy = Excerpt.of(remedy, Failure.LONGEST_REMEDY);
    }

    /// How a finding names the object.
    public static String shownObject(String object) {
        return Excerpt.of(object, Failure.LONGEST_OBJECT);
    }

    /// What it needs in JSON, in bytes; never too few.
    public int jsonBytes() {
        return NAMES_AND_SEVERITY
                + JsonText.bytes(check)
                + JsonText.bytes(code)
                + JsonText.bytes(object)
                + JsonText.bytes(message)
                + JsonText.bytes(remedy);
    }

    public static Finding error(String check, FindingCode code, String object, String message, String remedy) {
        return of(check, code, Severity.ERROR, object, message, remedy);
    }

    public static Finding warning(String check, FindingCode code, String object, String message, String remedy) {
        return of(check, code, Severity.WARNING, object, message, remedy);
    }

    public static Finding info(String check, FindingCode code, String object, String message) {
        return of(check, code, Severity.INFO, object, message, "Nothing to do.");
    }

    public static Finding of(
            String check, FindingCode code, Severity severity, String object, String message, String remedy) {
        // Only tests ask: a migration must not fail because a page says less than a finding.
        assert code.severities().contains(severity) : code + " is never " + severity;
        return new Finding(check, code.code(), severity, object, message, remedy);
    }

    public boolean has(FindingCode other) {
        return code.equals(other.code());
    }
}
