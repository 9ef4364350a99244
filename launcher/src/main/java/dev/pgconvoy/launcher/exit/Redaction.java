package dev.pgconvoy.launcher.exit;

import java.util.regex.Pattern;

/// Takes passwords out of messages that may quote what the user typed.
public final class Redaction {

    private static final Pattern USER_INFO = Pattern.compile("(\\w://[^:/@\\s]*):[^\\s]*@");
    /// Up to the quote or the white space that no backslash escapes. There is no group that repeats: long texts would
    /// exhaust the stack.
    private static final Pattern PARAMETER = Pattern.compile(
            "(?is)(pass(?:word|wd|phrase)?\\s*=\\s*)(?:'.*?(?:(?<!\\\\)'|\\z)|.*?(?=(?<!\\\\)[&;\\s'\"]|\\z))");

    private Redaction() {}

    public static String of(String text) {
        return PARAMETER.matcher(USER_INFO.matcher(text).replaceAll("$1:***@")).replaceAll("$1***");
    }
}
