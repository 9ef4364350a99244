package dev.pgconvoy.worker;

import dev.pgconvoy.postgres.Identifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The schemas that the users' own sessions search. Code of theirs may name objects without a
/// schema, which our sessions do not find.
///
/// A statement of the users, and no statement of ours, may run under it: the system's schema
/// comes first and the temporary one last, whatever the users' sessions do, and the path is put
/// back right after the statement.
///
/// @param schemas without those of the system
public record SearchPath(List<String> schemas) {

    /// What our sessions search, for the rest of the transaction.
    public static final String PUT_BACK = "SET LOCAL search_path = pg_catalog, pg_temp";

    public static final String REMEDY =
            "Name the schemas in the function that finds no name, or give it a search path of its own (ALTER FUNCTION … SET search_path = …).";

    private static final String USER = "$user";
    private static final Set<String> OF_THE_SYSTEM = Set.of("pg_catalog", "pg_temp");

    /// Functions, relations, schemas, types and other objects.
    private static final Set<String> NOT_FOUND = Set.of("42883", "42P01", "3F000", "42704");

    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*+)\"|([^,\\s\"]++)");

    public SearchPath {
        schemas = List.copyOf(schemas);
    }

    /// @param setting as the server shows it: `"$user", public`
    /// @param user whose sessions it is of; empty for nobody's
    public static SearchPath of(String setting, String user) {
        var schemas = new ArrayList<String>();
        var names = NAME.matcher(setting);
        while (names.find()) {
            var name = names.group(1) == null
                    ? names.group(2).toLowerCase(Locale.ROOT)
                    : names.group(1).replace("\"\"", "\"");
            var schema = name.equals(USER) ? user : name;
            if (!schema.isEmpty() && !OF_THE_SYSTEM.contains(schema) && !schemas.contains(schema)) {
                schemas.add(schema);
            }
        }
        return new SearchPath(schemas);
    }

    /// Only those of its schemas that are among these.
    public SearchPath within(Set<String> usable) {
        return new SearchPath(schemas.stream().filter(usable::contains).toList());
    }

    /// Whether something was not found that another path may find.
    public static boolean mayHelp(SQLException refused) {
        return refused.getSQLState() != null && NOT_FOUND.contains(refused.getSQLState());
    }

    /// From now to the end of the transaction, or until [#PUT_BACK].
    public String begin() {
        return schemas.stream()
                .map(Identifiers::quoted)
                .collect(Collectors.joining(", ", "SET LOCAL search_path = pg_catalog, ", ", pg_temp"));
    }

    /// The statements under this path. Where they fail, the transaction or the savepoint that
    /// ends takes the path along.
    public String around(String sql) {
        return "%s;\n%s\n;%s".formatted(begin(), sql, PUT_BACK);
    }

    /// What is said of a statement that was refused under each of these paths, too.
    public static String tried(List<SearchPath> paths) {
        return paths.isEmpty()
                ? ""
                : paths.stream()
                        .map(path ->
                                path.schemas.stream().map(Identifiers::quoted).collect(Collectors.joining(", ")))
                        .collect(Collectors.joining(
                                "; ", " It was refused with the search_path of the source's sessions, too: ", "."));
    }
}
