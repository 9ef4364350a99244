package dev.pgconvoy.text;

import java.util.regex.Pattern;

/// Words of commands that people copy into a shell. Names of databases and objects may hold
/// anything, and must reach the command as they are.
public final class ShellText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellText() {}

    /// As one word. Characters that a terminal or a page would not show as they are stand
    /// in the form `$'\u202e'`, which bash and zsh know; all other words are as POSIX has
    /// them.
    public static String quoted(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        return PrintableText.of(word).equals(word)
                ? "'" + word.replace("'", "'\\''") + "'"
                : "$'" + PrintableText.of(word.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
}
