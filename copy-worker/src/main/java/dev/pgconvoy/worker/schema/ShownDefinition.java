package dev.pgconvoy.worker.schema;

import java.util.List;
import java.util.regex.Pattern;

/// What of a definition may be shown in notes and differences, which go to topics, reports and screens.
///
/// Subscriptions, foreign servers, wrappers, tables and user mappings hold passwords in their connection or options:
/// nothing of them is shown. In others what looks like one is masked, and so are the values of settings that users
/// invented (`"app.jwt_secret"`).
public final class ShownDefinition {

    private static final List<String> SECRET_KINDS =
            List.of("subscription ", "server ", "user mapping ", "foreign data wrapper ", "foreign table ");

    private static final Pattern OF_SECRET_KIND = Pattern.compile(
            "\\b(?:CREATE|ALTER)\\s++(?:SUBSCRIPTION|SERVER|USER\\s++MAPPING|FOREIGN\\s++DATA\\s++WRAPPER|FOREIGN\\s++TABLE)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BEFORE_SECRETS =
            Pattern.compile("\\b(?:CONNECTION|OPTIONS)\\b", Pattern.CASE_INSENSITIVE);

    /// Doubled quotes: a literal inside a literal.
    private static final String IN_LITERAL = "E?''[^']++''";

    private static final String LITERAL = "E?'(?:[^'\\\\]|''|\\\\[\\s\\S])*+'";
    /// Without its end all that follows is taken, so that nothing is read twice.
    private static final String DOLLARS = "\\$(\\w*+)\\$(?:[\\s\\S]*?\\$\\2\\$|[\\s\\S]*+)";
    private static final String IN_JSON = "(?<=[=:>]\\s?)\"[^\"]*+\"";
    private static final String BARE = "(?<=[=:>]\\s?)[^\\s'\",;)$]++";

    /// `password 'x'`, `password = 'x'`, `password=x`, also inside a longer literal.
    private static final Pattern PASSWORD = Pattern.compile(
            "((?:password|passwd|pwd|secret|token|api_?key)\"?\\s*+(?:=>|:=|=|:)?\\s*+)(?:" + IN_LITERAL + "|" + LITERAL
                    + "|" + DOLLARS + "|" + IN_JSON + "|" + BARE + ")",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s:/@]{1,200}:)[^\\s@]{1,500}@");
    private static final Pattern INVENTED_SETTING =
            Pattern.compile("(\\bSET\\s+\"?\\w+\\.[\\w.]+\"?\\s*(?:TO|=)\\s*)[^\\n;]+", Pattern.CASE_INSENSITIVE);
    private static final String MASK = "$1***";

    private ShownDefinition() {}

    /// Whether nothing may be shown of the definition of an object.
    ///
    /// @param unit as [TocEntry#unit] names it
    static boolean isOfSecretKind(String unit) {
        return SECRET_KINDS.stream().anyMatch(unit::startsWith);
    }

    /// Whether nothing of a statement may be shown.
    public static boolean isSecret(String sql) {
        var kind = OF_SECRET_KIND.matcher(sql);
        return kind.find() && BEFORE_SECRETS.matcher(sql).find(kind.end());
    }

    /// @param sql of which not everything is secret
    public static String masked(String sql) {
        var passwords = PASSWORD.matcher(sql).replaceAll(MASK);
        var addresses = IN_ADDRESS.matcher(passwords).replaceAll("$1***@");
        return INVENTED_SETTING.matcher(addresses).replaceAll(MASK);
    }
}
