package dev.pgconvoy.failure;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Classifies what a server or the driver said, by SQLSTATE alone. What of it may be shown decides [ServerErrorText].
public final class SqlFailures {

    private static final Set<String> CONSTRAINTS_THAT_NEED_NOT_BE_VALID = Set.of("23503", "23514");

    private static final Set<String> DAMAGED = Set.of("XX001", "XX002");

    private SqlFailures() {}

    public static Failure classify(SQLException exception, String object) {
        var state = exception.getSQLState();
        var code = codeOf(state);
        return new Failure(code, object, ServerErrorText.withState(exception), remedyFor(state, code));
    }

    public static MigrationException exception(SQLException exception, String object) {
        return new MigrationException(classify(exception, object), ServerErrorText.shown(exception));
    }

    public static FailureCode codeOf(@Nullable String sqlState) {
        if (sqlState == null || sqlState.length() < 2) {
            return FailureCode.CONNECTION_LOST;
        }
        return switch (sqlState) {
            // The last three: a limit on idle sessions or on the length of transactions ended the session.
            case "57P01", "57P02", "57P05", "25P03", "25P04" -> FailureCode.CONNECTION_LOST;
            case "72000" -> FailureCode.SNAPSHOT_LOST; // snapshot too old
            case "57P03", "53300" -> FailureCode.SERVER_UNAVAILABLE;
            case "57014" -> FailureCode.CONTENTION;
            case "55P03", "55006" -> FailureCode.CONTENTION;
            case "42501" -> FailureCode.PERMISSION_DENIED;
            case "XX001", "XX002" -> FailureCode.DATA_REFUSED; // a damaged page or index
            case "58P01" -> FailureCode.SCHEMA_REFUSED; // the server lacks a file: a library, or what a table reads
            default -> codeOfClass(sqlState.substring(0, 2));
        };
    }

    private static FailureCode codeOfClass(String sqlStateClass) {
        return switch (sqlStateClass) {
            case "08" -> FailureCode.CONNECTION_LOST;
            case "28" -> FailureCode.AUTHENTICATION_FAILED;
            case "40" -> FailureCode.CONTENTION;
            case "53", "54" -> FailureCode.RESOURCES_EXHAUSTED;
            case "58", "57" -> FailureCode.SERVER_UNAVAILABLE;
            case "22", "23" -> FailureCode.DATA_REFUSED;
            case "0A", "42", "2B", "3D", "3F" -> FailureCode.SCHEMA_REFUSED;
            default -> FailureCode.INTERNAL;
        };
    }

    private static String remedyFor(@Nullable String sqlState, FailureCode code) {
        if (sqlState != null && DAMAGED.contains(sqlState)) {
            return "A page of this table, of its TOAST table or of an index is damaged on the server that said so, which no copy can mend: look at all of it with pg_amcheck, then restore the object from a backup, or save its readable rows and exclude it.";
        }
        return sqlState != null && CONSTRAINTS_THAT_NEED_NOT_BE_VALID.contains(sqlState)
                ? "Correct the named rows at the source, exclude the object, or let constraints be violated (--on-invalid-data not-valid)."
                : remedyFor(code);
    }

    private static String remedyFor(FailureCode code) {
        return switch (code) {
            case CONNECTION_LOST -> "Check that the server runs and that host, port and firewall let us reach it.";
            case SERVER_UNAVAILABLE -> "Wait until the server accepts connections, or raise max_connections.";
            case CONTENTION -> "Try again when other work on the server has finished.";
            case SNAPSHOT_LOST ->
                "Nothing to do: the copy begins anew. If it happens again and again, look for what ends idle sessions or replaces tables at the source.";
            case AUTHENTICATION_FAILED -> "Check the user, the password reference and pg_hba.conf.";
            case PERMISSION_DENIED -> "Grant the migration user the missing privilege.";
            case RESOURCES_EXHAUSTED -> "Free or add the exhausted resource (disk, memory, locks) on the server.";
            case DATA_REFUSED -> "Correct the named rows at the source, or exclude the object.";
            case SCHEMA_REFUSED -> "Create what is missing on the target, or exclude the object.";
            case VERIFICATION_FAILED -> "Compare the named tables; copy again from an unchanged source.";
            case TOOL_UNUSABLE -> "Install the PostgreSQL client tools of at least the source's version.";
            case FENCED -> "Nothing to do: another conductor leads this migration.";
            case REQUEST_REFUSED -> "Correct the request.";
            case AZURE_FAILED -> "Remove the cause that Azure names.";
            case INTERNAL -> "Report this with the worker's log.";
        };
    }
}
