package dev.pgconvoy.migration;

import java.util.Locale;
import java.util.regex.Pattern;

/// A pattern for one name, in the simple form of psql and pg_dump: `*` stands for any characters and `?` for one,
/// letters mean their lower case, and what is in double quotes means itself.
///
public final class NamePattern {

    public static final int LONGEST = 200;

    /// One character of a part, or a quoted run.
    static final String PART = "(?:[^\\x00-\\x20\\x7f\".()\\[\\]{}|+^\\\\]|\"(?:[^\\x00-\\x1f\\x7f\"]|\"\")+\")+";

    private static final Pattern WHOLE = Pattern.compile(PART);
    private static final Pattern TOKEN = Pattern.compile("\"((?:[^\"]|\"\")+)\"|.");

    private final Pattern expression;

    private NamePattern(Pattern expression) {
        this.expression = expression;
    }

    public static NamePattern parse(String text) {
        requireShort(text);
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a pattern is a name in which * and ? are wildcards; other special characters stand in double quotes");
        }
        return new NamePattern(expression(text));
    }

    static void requireShort(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern must be 1 to " + LONGEST + " characters long");
        }
    }

    public boolean matches(String name) {
        return expression.matcher(name).matches();
    }

    private static Pattern expression(String text) {
        var expression = new StringBuilder();
        TOKEN.matcher(text).results().forEach(token -> {
            var quoted = token.group(1);
            expression.append(
                    switch (token.group()) {
                        case "*" -> ".*";
                        case "?" -> ".";
                        case String plain ->
                            Pattern.quote(
                                    quoted == null ? plain.toLowerCase(Locale.ROOT) : quoted.replace("\"\"", "\""));
                    });
        });
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }
}
