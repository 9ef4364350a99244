package dev.pgconvoy.text;

import java.nio.charset.StandardCharsets;

/// The beginning of a text that may be of any length.
public final class Excerpt {

    private Excerpt() {}

    /// At most so many characters, the last one `…` when some are left out. Never cut between the halves of a
    /// character, and without halves that stand alone: what is left must be valid UTF-16 to be written as JSON.
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return wellFormed(text);
        }
        var end = longest - 1;
        return wellFormed(text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)) + "…";
    }

    private static String wellFormed(String text) {
        return text.chars().noneMatch(character -> Character.isSurrogate((char) character))
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
