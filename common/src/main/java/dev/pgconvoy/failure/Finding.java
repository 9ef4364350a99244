package dev.pgconvoy.failure;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.failure.RemedyScript.Place;
import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.JsonText;
import java.util.Optional;

/// A problem that was found, as a value: which check, on which object, and what to do about it.
///
/// @param check the check that found it, in kebab-case (`target-database-exists`)
/// @param code of [FindingCode], or what Azure calls it
/// @param object the server, database, table or setting it is about
/// @param remedy what the reader can do; an imperative sentence
/// @param script the same ready to paste, where there is one way that is right in most cases; left out of JSON
/// otherwise
public record Finding(
        String check,
        String code,
        Severity severity,
        String object,
        String message,
        String remedy,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RemedyScript> script) {

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

    public Finding(String check, String code, Severity severity, String object, String message, String remedy) {
        this(check, code, severity, object, message, remedy, Optional.empty());
    }

    /// The same with statements for any database of the source. Who reads them must be able to trust that names are
    /// quoted.
    public Finding atSource(String statements) {
        return with(Place.SOURCE, Optional.empty(), statements);
    }

    public Finding inSource(String database, String statements) {
        return with(Place.SOURCE, Optional.of(database), statements);
    }

    public Finding atTarget(String statements) {
        return with(Place.TARGET, Optional.empty(), statements);
    }

    public Finding inTarget(String database, String statements) {
        return with(Place.TARGET, Optional.of(database), statements);
    }

    /// @param command of `az`, whose arguments are quoted for a shell
    public Finding inAzure(String command) {
        return with(Place.AZURE, Optional.empty(), command);
    }

    private Finding with(Place place, Optional<String> database, String text) {
        return text.length() > RemedyScript.LONGEST
                ? this
                : new Finding(
                        check,
                        code,
                        severity,
                        object,
                        message,
                        remedy,
                        Optional.of(new RemedyScript(place, database, text)));
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
                + JsonText.bytes(remedy)
                + script.map(RemedyScript::jsonBytes).orElse(0);
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
