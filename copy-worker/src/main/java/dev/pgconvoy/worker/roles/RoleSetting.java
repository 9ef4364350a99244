package dev.pgconvoy.worker.roles;

import static dev.pgconvoy.postgres.Identifiers.literal;
import static dev.pgconvoy.postgres.Identifiers.quoted;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A parameter that a role's sessions begin with.
///
/// @param database the only one in which it counts; empty when it counts in all
record RoleSetting(String role, String database, String parameter, String value) {

    /// Their values are lists of names; as one literal they would be one name.
    private static final Set<String> LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "shared_preload_libraries",
            "temp_tablespaces",
            "unix_socket_directories");

    /// They stop or spoil what a later tool does in such a session.
    private static final Set<String> HOSTILE = Set.of(
            "bytea_output",
            "client_encoding",
            "datestyle",
            "default_transaction_read_only",
            "extra_float_digits",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "intervalstyle",
            "lock_timeout",
            "row_security",
            "search_path",
            "session_replication_role",
            "standard_conforming_strings",
            "statement_timeout",
            "transaction_timeout");

    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]++|\"\")*+)\"|[^,\\s][^,]*");

    static RoleSetting of(String role, String setting) {
        return of(role, "", setting);
    }

    static RoleSetting of(String role, String database, String setting) {
        var equals = setting.indexOf('=');
        return new RoleSetting(role, database, setting.substring(0, equals), setting.substring(equals + 1));
    }

    String described() {
        return "setting %s of %s%s"
                .formatted(
                        parameter,
                        RolePlanner.described(role),
                        database.isEmpty() ? "" : " in database \"%s\"".formatted(database));
    }

    boolean isHostile() {
        return HOSTILE.contains(parameter.toLowerCase(Locale.ROOT));
    }

    String statement() {
        return "%s SET %s TO %s"
                .formatted(alter(), quotedParameter(), LISTS.contains(parameter) ? list(value) : literal(value));
    }

    /// One of an application's own, which may be a password, and is not to be shown.
    boolean isCustom() {
        return parameter.contains(".");
    }

    /// Without what must not be shown.
    String shownStatement() {
        return isCustom()
                ? "%s SET %s TO … (its value at the source)".formatted(alter(), quotedParameter())
                : statement();
    }

    /// Takes the setting away.
    String reset() {
        return "%s RESET %s".formatted(alter(), quotedParameter());
    }

    private String alter() {
        return "ALTER ROLE %s%s"
                .formatted(quoted(role), database.isEmpty() ? "" : " IN DATABASE %s".formatted(quoted(database)));
    }

    private String quotedParameter() {
        return Arrays.stream(parameter.split("\\."))
                .map(dev.pgconvoy.postgres.Identifiers::quoted)
                .collect(Collectors.joining("."));
    }

    private static String list(String value) {
        var names = NAME.matcher(value)
                .results()
                .map(name -> name.group(1) == null
                        ? name.group().strip()
                        : name.group(1).replace("\"\"", "\""))
                .map(dev.pgconvoy.postgres.Identifiers::literal)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "''" : names;
    }
}
