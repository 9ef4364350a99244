package dev.pgconvoy.failure;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What may be shown of an error of a server: in events, over HTTP, in reports, on the screen and in logs. A server
/// quotes values of rows and parts of statements (`Failing row contains (…)`, `Key (mail)=(…) already exists`,
/// `invalid input syntax for type integer: "…"`), and what a function raises is whatever its author wanted.
///
/// Details and contexts are never shown. The error's own text is shown only where the server itself writes it, and of
/// classes that speak of objects, rights and resources. In the place of others stands what their SQLSTATE means, with
/// the names that the error carries: schema, table, column, constraint, type, the line of a COPY, the function.
///
/// The whole error is logged at DEBUG by [#WHOLE_ERRORS], which the services switch off unless they are told otherwise.
public final class ServerErrorText {

    public static final String WHOLE_ERRORS = "pgconvoy.server-errors";

    private static final System.Logger LOG = System.getLogger(WHOLE_ERRORS);

    /// Texts of these are about objects, rights, locks, sessions and statements, when no value is being read.
    private static final Set<String> ABOUT_OBJECTS = Set.of(
            "08", "0A", "0B", "0L", "0P", "25", "26", "28", "2B", "2D", "3B", "3D", "3F", "40", "42", "53", "54", "55",
            "57", "58", "72", "XX");

    /// Texts of these say nothing of values also while one is being read, unless a function raised them.
    private static final Set<String> NEVER_ABOUT_VALUES = Set.of("08", "25", "40", "53", "54", "55", "57", "58");

    /// The source files of the procedural languages (`pl_exec.c`, `plperl.c`), not those of the planner.
    private static final Pattern OF_A_LANGUAGE = Pattern.compile("pl(?!an).*");

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("22001", "A value is too long for its type"),
            Map.entry("22003", "A number is out of the range of its type"),
            Map.entry("22004", "A value is NULL where none may be"),
            Map.entry("22007", "A date or time cannot be read"),
            Map.entry("22008", "A date or time is out of range"),
            Map.entry("22012", "An expression divides by zero"),
            Map.entry("22021", "A text holds bytes that its encoding does not know"),
            Map.entry("22023", "A parameter has a value that is not allowed"),
            Map.entry("22P02", "A value cannot be read as its type"),
            Map.entry("22P03", "The binary form of a value cannot be read as its type"),
            Map.entry("22P04", "The rows do not have the form that COPY expects"),
            Map.entry("22P05", "A text holds characters that the target's encoding does not have"),
            Map.entry("42704", "A type or another object is not found"),
            Map.entry("42883", "A function or operator is not found"),
            Map.entry("42P01", "A table or view is not found"),
            Map.entry("3F000", "A schema is not found"),
            Map.entry("23502", "A row violates NOT NULL"),
            Map.entry("23503", "A row violates foreign key"),
            Map.entry("23505", "Two rows violate unique constraint"),
            Map.entry("23514", "A row violates check constraint"),
            Map.entry("23P01", "Two rows violate exclusion constraint"));

    private static final Pattern FUNCTION = Pattern.compile(
            "^(?:PL/\\w{1,20}|SQL) function \"?([^\"\\n]{1,200}?)\"?(?: line \\d+ .*| statement \\d+.*| during (?:inlining|startup))?$");
    private static final Pattern COPY_LINE = Pattern.compile(
            "^COPY ([^\\n:]{1,130}?), line (\\d{1,19})(?:, column ([^\\n:]{1,130}))?(?::.*)?$", Pattern.DOTALL);

    private ServerErrorText() {}

    /// One sentence or more, without the SQLSTATE.
    public static String of(SQLException exception) {
        var error = serverError(exception);
        LOG.log(
                Level.DEBUG,
                () -> "The whole error: " + error.map(ServerErrorText::whole).orElseGet(exception::toString));
        return error.map(ServerErrorText::of)
                .orElseGet(() -> ofDriver(exception.getSQLState(), exception.getMessage()));
    }

    /// For whoever cannot tell whether a server was the cause.
    public static String ofAny(Exception exception) {
        if (exception instanceof SQLException sql) {
            return of(sql);
        }
        return exception.getMessage() == null ? exception.toString() : exception.getMessage();
    }

    /// The same with the SQLSTATE, for whoever shows it without one.
    public static String withState(SQLException exception) {
        var state = exception.getSQLState();
        return state == null ? of(exception) : "%s (SQLSTATE %s)".formatted(of(exception), state);
    }

    /// For a chain of causes, whose messages are logged with it: the same error with nothing but what may be shown.
    public static SQLException shown(SQLException exception) {
        var cause = exception.getCause() instanceof SQLException ? null : exception.getCause();
        var shown = new SQLException(of(exception), exception.getSQLState(), cause);
        shown.setStackTrace(exception.getStackTrace());
        return shown;
    }

    private static Optional<ServerErrorMessage> serverError(SQLException exception) {
        return Stream.of(exception, exception.getNextException(), exception.getCause())
                .filter(PSQLException.class::isInstance)
                .map(found -> ((PSQLException) found).getServerErrorMessage())
                .filter(found -> found != null)
                .findFirst();
    }

    /// The driver's texts of those two classes repeat values, too.
    private static String ofDriver(@Nullable String state, @Nullable String message) {
        if (message == null) {
            return "no message";
        }
        return state != null && (state.startsWith("22") || state.startsWith("23")) ? meaning(state) + "." : message;
    }

    private static String of(ServerErrorMessage error) {
        var state = error.getSQLState() == null ? "" : error.getSQLState();
        var message = error.getMessage();
        var where = error.getWhere() == null ? "" : error.getWhere();
        if (message != null && isShown(state, where, error.getFile())) {
            var hint = error.getHint() == null || !where.isEmpty() ? "" : " Hint: " + error.getHint();
            return "%s: %s%s".formatted(error.getSeverity(), message, hint);
        }
        return meaning(state) + names(error) + place(where) + ".";
    }

    /// @param file of the server's source, or of an extension's, where the error was raised
    private static boolean isShown(String state, String where, @Nullable String file) {
        var stateClass = state.length() < 2 ? "" : state.substring(0, 2);
        if (file == null) {
            return where.isEmpty() && ABOUT_OBJECTS.contains(stateClass);
        }
        return !OF_A_LANGUAGE.matcher(file).matches()
                && (where.isEmpty() ? ABOUT_OBJECTS : NEVER_ABOUT_VALUES).contains(stateClass);
    }

    private static String meaning(String state) {
        var known = MEANINGS.get(state);
        if (known != null) {
            return known;
        }
        if (state.startsWith("22")) {
            return "A value is refused";
        }
        return state.startsWith("23")
                ? "A row violates a constraint"
                : "An error whose text may hold values of rows and is not shown";
    }

    private static String names(ServerErrorMessage error) {
        var names = new StringBuilder();
        append(names, " \"%s\"", error.getConstraint());
        append(names, " of type \"%s\"", error.getDatatype());
        append(names, " in column \"%s\"", error.getColumn());
        if (error.getTable() != null) {
            names.append(" of table \"%s\".\"%s\"".formatted(error.getSchema(), error.getTable()));
        }
        return names.toString();
    }

    private static void append(StringBuilder names, String form, @Nullable String name) {
        if (name != null) {
            names.append(form.formatted(name));
        }
    }

    /// Only what stands before the first value.
    private static String place(String where) {
        var copy = COPY_LINE.matcher(where);
        if (copy.matches()) {
            var column = copy.group(3) == null ? "" : ", column \"%s\"".formatted(copy.group(3));
            return " (row %s of the copy of \"%s\"%s)".formatted(copy.group(2), copy.group(1), column);
        }
        var function = FUNCTION.matcher(where.lines().findFirst().orElse(""));
        return function.matches() ? " (in the function %s)".formatted(function.group(1)) : "";
    }

    private static String whole(ServerErrorMessage error) {
        return error.toString();
    }
}
