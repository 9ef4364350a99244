package dev.pgconvoy.worker.roles;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.ServerErrorText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/// Settings of databases and roles whose values the server takes without a look, and which fail,
/// or keep everybody out, when the next session begins: each is tried on the target, libraries in
/// a session of their own, all others in a transaction. A database that was made read-only at the
/// source, which is how people freeze it before they move it, does not become read-only on the
/// target.
public final class SettingTrial {

    private static final String CHECK = "settings";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String READ_ONLY = "default_transaction_read_only";

    /// A missing one ends each session before it begins.
    private static final Set<String> LIBRARIES = Set.of("session_preload_libraries", "local_preload_libraries");

    /// ALTER … SET takes the name of what does not exist; a session begins with a warning, and
    /// without the setting.
    private static final Set<String> NAMES = Set.of(
            "default_table_access_method", "default_tablespace", "default_text_search_config", "temp_tablespaces");

    private static final Set<String> ROLES = Set.of("role", "session_authorization");

    /// Classes of SQLSTATE that say nothing of the value.
    private static final Set<String> OF_THE_MOMENT = Set.of("08", "40", "53", "55", "57");

    private static final Pattern SETTING = Pattern.compile(
            "ALTER (DATABASE|ROLE) (\"(?:[^\"]|\"\")*+\"(?: IN DATABASE \"(?:[^\"]|\"\")*+\")?) SET \"?([\\w.]+)\"? (?:TO|=) (.*)",
            Pattern.DOTALL);

    private static final Pattern TO_ESCAPE = Pattern.compile("[\\s\\\\]");

    private final Sessions sessions;

    /// Sessions on the target, by the properties of the driver.
    public interface Sessions {
        Connection open(Map<String, String> driver) throws SQLException;
    }

    public SettingTrial(Sessions sessions) {
        this.sessions = sessions;
    }

    /// Why a statement is to be left out.
    ///
    /// @param sql any statement; those that are not of this kind are never left out
    /// @return empty when it may be run
    public Optional<Finding> objection(String sql) throws SQLException {
        return objection(sql, true);
    }

    /// The same while roles are being made, which no other session sees yet.
    Optional<Finding> objectionAmongNewRoles(String sql) throws SQLException {
        return objection(sql, false);
    }

    private Optional<Finding> objection(String sql, boolean rolesAreThere) throws SQLException {
        var setting = SETTING.matcher(sql.strip());
        if (!setting.matches()) {
            return Optional.empty();
        }
        var parameter = setting.group(3).toLowerCase(Locale.ROOT);
        if (parameter.equals(READ_ONLY) && setting.group(1).equals("DATABASE") && isOn(setting.group(4))) {
            return Optional.of(
                    leftOut(
                            setting,
                            "the database would be read-only for everybody. It may be so at the source only because it is moved."));
        }
        var isTried = LIBRARIES.contains(parameter)
                || NAMES.contains(parameter)
                || rolesAreThere && ROLES.contains(parameter);
        var refused = isTried ? tried(parameter, setting.group(4)) : Optional.<String>empty();
        return refused.map(why -> leftOut(setting, "a session cannot begin with it on the target: " + why));
    }

    private static boolean isOn(String value) {
        return Set.of("on", "true", "yes", "1")
                .contains(value.replace("'", "").strip().toLowerCase(Locale.ROOT));
    }

    private Optional<String> tried(String parameter, String value) throws SQLException {
        try (var session = sessions.open(Map.of());
                var statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.setEscapeProcessing(false);
            try {
                statement.execute("SET LOCAL %s TO %s".formatted(parameter, value));
            } catch (SQLException e) {
                session.rollback();
                return saysNothing(e) || INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())
                        ? Optional.empty() // whether we may set it is for the statement itself to find out
                        : Optional.of(ServerErrorText.withState(e));
            }
            var shown = shown(session, parameter);
            session.rollback();
            return LIBRARIES.contains(parameter) ? loaded(parameter, shown) : Optional.empty();
        }
    }

    private static String shown(Connection session, String parameter) throws SQLException {
        try (var query = session.prepareStatement("SELECT pg_catalog.current_setting(?)")) {
            query.setString(1, parameter);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private Optional<String> loaded(String parameter, String libraries) throws SQLException {
        var option =
                "-c %s=%s".formatted(parameter, TO_ESCAPE.matcher(libraries).replaceAll("\\\\$0"));
        try (var session = sessions.open(Map.of(PGProperty.OPTIONS.getName(), option))) {
            return session.isValid(0) ? Optional.empty() : Optional.of("the session ended.");
        } catch (MigrationException e) {
            if (e.getCause() instanceof SQLException cause && !saysNothing(cause)) {
                return Optional.of(e.failure().message());
            }
            throw e;
        }
    }

    private static boolean saysNothing(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null || state.length() != 5 || OF_THE_MOMENT.contains(state.substring(0, 2));
    }

    private static Finding leftOut(Matcher setting, String why) {
        return Finding.warning(
                CHECK,
                FindingCode.SETTING_LEFT_OUT,
                "setting %s of %s %s"
                        .formatted(
                                setting.group(3),
                                setting.group(1).toLowerCase(Locale.ROOT),
                                setting.group(2).replace(" IN DATABASE ", " in database ")),
                "It was left out: " + why,
                "If the target is to have it, apply it there: "
                        + setting.group().strip());
    }
}
