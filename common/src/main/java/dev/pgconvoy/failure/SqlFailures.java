package dev.pgconvoy.failure;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Classifies what a server or the driver said, by SQLSTATE alone. What of it may be shown decides [ServerErrorText].
public final class SqlFailures {

    /// A read-only session, or a server that takes no writes.
    private static final String READ_ONLY = "25006";

    private static final String FILE_MISSING = "58P01";

    private static final Set<String> CONSTRAINTS_THAT_NEED_NOT_BE_VALID = Set.of("23503", "23514");

    private static final Set<String> DAMAGED = Set.of("XX001", "XX002");

    /// Classes of what functions, foreign servers and views with a check option refuse.
    private static final Set<String> OF_USERS_CODE = Set.of("21", "2F", "38", "39", "44", "HV", "P0");

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
            case "57P03", "53300", READ_ONLY -> FailureCode.SERVER_UNAVAILABLE;
            case "57014" -> FailureCode.CONTENTION;
            case "55P03", "55006" -> FailureCode.CONTENTION;
            case "42501" -> FailureCode.PERMISSION_DENIED;
            case FILE_MISSING -> FailureCode.SCHEMA_REFUSED; // a library, or what a table reads: no waiting brings it
            case "XX001", "XX002" -> FailureCode.DATA_REFUSED; // a damaged page or index
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
            default -> OF_USERS_CODE.contains(sqlStateClass) ? FailureCode.SCHEMA_REFUSED : FailureCode.INTERNAL;
        };
    }

    private static String remedyFor(@Nullable String sqlState, FailureCode code) {
        if (sqlState == null || sqlState.length() < 2) {
            return remedyFor(code);
        }
        if (DAMAGED.contains(sqlState)) {
            return "A page of this table, of its TOAST table or of an index is damaged on the server that said so, which no copy can mend: look at all of it with pg_amcheck, then restore the object from a backup, or save its readable rows and exclude it.";
        }
        if (CONSTRAINTS_THAT_NEED_NOT_BE_VALID.contains(sqlState)) {
            return "Correct the named rows at the source, exclude the object, or let constraints be violated (--on-invalid-data not-valid).";
        }
        var sqlStateClass = sqlState.substring(0, 2);
        if (OF_USERS_CODE.contains(sqlStateClass)) {
            return "It comes from code of the database (a function, a foreign server): correct it or what it reads, or exclude the object.";
        }
        if (sqlState.equals(READ_ONLY)) {
            return "Let the server take writes: it may be a standby by now, have default_transaction_read_only set, or be out of space.";
        }
        if (sqlState.equals(FILE_MISSING)) {
            return "A file is missing on the server that said so: install the extension whose library it is, or restore the object from a backup if it held its data.";
        }
        return switch (sqlStateClass) {
            case "58" -> "The server that said so cannot read or write its files: look into its log, and at its disk.";
            case "XX" ->
                "It is an error within the server that said so, mostly of a damaged row or of the code of an extension: look into its log and at the object with pg_amcheck, then restore it from a backup, or exclude it.";
            default -> remedyFor(code);
        };
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
