package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.postgres.ClearTextPasswordException;
import dev.pgconvoy.postgres.pooler.SharedSessionException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Classifies what pg_dump wrote before it gave up. It tells no SQLSTATE, and the server's part may be in any language:
/// what pg_dump and its library say themselves is English here, and so is the statement that failed.
final class ToolFailures {

    private static final String IMPORT = "SET TRANSACTION SNAPSHOT";
    private static final String LOCK = "LOCK TABLE";
    private static final List<String> LOST = List.of(
            "connection to server",
            "server closed the connection",
            "terminating connection",
            "no connection to the server",
            "could not receive data from server",
            "could not send data to server",
            "SSL SYSCALL error",
            "SSL connection has been closed");

    /// What servers say, in English whatever their language, of an object that the snapshot sees and that is gone: it
    /// was dropped, or replaced like the indexes of a table that is rewritten.
    private static final List<String> GONE = List.of("cache lookup failed for", "could not open relation with OID");

    private static final List<String> CONTENDED =
            List.of("conflict with recovery", "deadlock detected", "lock timeout", "canceling statement");

    /// A byte of an old encoding, or of none, in a name, a default, a comment or code.
    private static final List<String> NOT_IN_UTF8 =
            List.of("has no equivalent in encoding \"UTF8\"", "invalid byte sequence for encoding \"UTF8\"");

    /// A connection pooler says it, not a server.
    private static final String REFUSED_PARAMETER = "unsupported startup parameter";

    /// Its library, of PostgreSQL 16 or newer, did not send the password in clear text.
    private static final String REQUIREMENT_FAILED = "authentication method requirement";

    /// An older library is told to demand channel binding instead, which not every server and link has.
    private static final Pattern BINDING_FAILED =
            Pattern.compile("channel binding (is )?required|invalid connection option \"channel_binding\"");
    private static final List<String> STATEMENTS =
            List.of("uery was: ", "ommand was: ", "DETAIL: ", "CONTEXT: ", "STATEMENT: ");

    private ToolFailures() {}

    static FailureCode codeOf(String said) {
        if (said.contains(REQUIREMENT_FAILED)) {
            return FailureCode.AUTHENTICATION_FAILED;
        }
        if (BINDING_FAILED.matcher(said).find()) {
            return FailureCode.TOOL_UNUSABLE;
        }
        if (said.contains(REFUSED_PARAMETER)) {
            return FailureCode.REQUEST_REFUSED;
        }
        if (containsAny(said, NOT_IN_UTF8)) {
            return FailureCode.DATA_REFUSED;
        }
        if (containsAny(said, LOST)) {
            return FailureCode.CONNECTION_LOST;
        }
        if (containsAny(said, CONTENDED)) {
            return FailureCode.CONTENTION;
        }
        // A table that the snapshot sees and that cannot be locked was dropped or renamed since.
        if (said.contains(IMPORT)
                || containsAny(said, GONE)
                || (said.contains(LOCK) && !said.contains("permission denied"))) {
            return FailureCode.SNAPSHOT_LOST;
        }
        return FailureCode.TOOL_UNUSABLE;
    }

    static String remedyOf(String name, String said) {
        if (said.contains(REQUIREMENT_FAILED)) {
            return ClearTextPasswordException.REMEDY;
        }
        if (BINDING_FAILED.matcher(said).find()) {
            return "%s uses a libpq older than 16, which would send a password in clear text to whoever asks unless the link has TLS and SCRAM: install the PostgreSQL client 16 or newer, or use sslMode verify-full (or verify-ca) for this server."
                    .formatted(name);
        }
        if (said.contains(REFUSED_PARAMETER)) {
            return SharedSessionException.REMEDY;
        }
        if (containsAny(said, NOT_IN_UTF8)) {
            return "A name, default, comment or function of the schema holds this byte, which UTF-8 does not have (rows may): change the object at the source; pg_dump --schema-only shows it.";
        }
        return codeOf(said).retryable()
                ? "Nothing to do: it is tried again."
                : "Correct what %s says and start again.".formatted(name);
    }

    /// What may be shown of it: the program's own lines. The server's details and contexts, and the statement that
    /// failed, stand in lines of their own.
    static String shown(String program, String said) {
        var shown = said.lines()
                .filter(line -> line.contains(program + ": ") || line.startsWith(LOST.getFirst()))
                .filter(line -> !containsAny(line, STATEMENTS))
                .collect(Collectors.joining("\n"));
        return shown.isEmpty() ? "It failed, and its messages are not of the kind that can be shown." : shown;
    }

    private static boolean containsAny(String said, List<String> parts) {
        return parts.stream().anyMatch(said::contains);
    }
}
