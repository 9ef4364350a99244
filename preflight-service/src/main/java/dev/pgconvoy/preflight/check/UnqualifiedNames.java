package dev.pgconvoy.preflight.check;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds names without a schema in the body of a function: of relations after the words that announce one, of functions
/// before a parenthesis. Comments and texts are left out; what a body puts together is not seen.
final class UnqualifiedNames {

    private static final Pattern NO_CODE = Pattern.compile("--[^\\n]*+|/\\*(?s:.*?)\\*/|'(?:[^']|'')*+'");
    private static final String NAME = "(\"(?:[^\"]|\"\")++\"|[\\p{L}_][\\p{L}\\p{N}_$]*+)";
    private static final Pattern RELATION = Pattern.compile(
            "\\b(?:from|join|into|update)\\s++(?:only\\s++)?+" + NAME + "(?!\\s*+[.(])", Pattern.CASE_INSENSITIVE);
    private static final Pattern FUNCTION = Pattern.compile("(?<![.\\p{L}\\p{N}_$\"])" + NAME + "\\s*+\\(");

    private UnqualifiedNames() {}

    /// @param relations those that only a search path finds
    /// @param functions the same of functions
    static Set<String> in(String body, Set<String> relations, Set<String> functions) {
        var code = NO_CODE.matcher(body).replaceAll(" ");
        var found = new TreeSet<String>();
        collect(RELATION, code, relations, found);
        collect(FUNCTION, code, functions, found);
        return found;
    }

    private static void collect(Pattern pattern, String code, Set<String> known, Set<String> found) {
        pattern.matcher(code)
                .results()
                .map(match -> unquoted(match.group(1)))
                .filter(known::contains)
                .forEach(found::add);
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
