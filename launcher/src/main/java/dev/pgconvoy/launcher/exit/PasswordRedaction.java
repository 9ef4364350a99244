package dev.pgconvoy.launcher.exit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes passwords out of messages that may quote what the user typed.
public final class PasswordRedaction {

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern USER = Pattern.compile("\\w://[^:/@]*:");
    /// Up to the quote or the white space that no backslash escapes. There is no group that repeats: long texts would
    /// exhaust the stack.
    private static final Pattern PARAMETER = Pattern.compile(
            "(?is)(pass(?:word|wd|phrase)?\\s*=\\s*)(?:'.*?(?:(?<!\\\\)'|\\z)|.*?(?=(?<!\\\\)[&;\\s'\"]|\\z))");

    private PasswordRedaction() {}

    public static String of(String text) {
        var withoutUsers =
                WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(withoutPassword(word.group())));
        return PARAMETER.matcher(withoutUsers).replaceAll("$1***");
    }

    /// Up to the last @: a password may hold some, too.
    private static String withoutPassword(String word) {
        var at = word.lastIndexOf('@');
        var user = USER.matcher(word);
        return at >= 0 && user.find() && user.end() <= at
                ? word.substring(0, user.end()) + "***" + word.substring(at)
                : word;
    }
}
