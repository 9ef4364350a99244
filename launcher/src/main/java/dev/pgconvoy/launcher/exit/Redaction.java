package dev.pgconvoy.launcher.exit;

import java.util.regex.Pattern;

/// Takes passwords out of messages that may quote what the user typed.
public final class Redaction {

    private static final Pattern USER_INFO = Pattern.compile("(postgres(?:ql)?://[^:/@\\s]*):[^\\s]*@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)(password=)[^&\\s'\"]*");

    private Redaction() {}

    public static String of(String text) {
        return PARAMETER.matcher(USER_INFO.matcher(text).replaceAll("$1:***@")).replaceAll("$1***");
    }
}
