package dev.pgconvoy.text;

import java.util.Locale;

/// A text as one line that a terminal or a log may show. Names of databases and objects may hold anything: an escape
/// sequence that rewrites the screen, a line break that begins a false line of a log, or marks that turn the direction
/// of writing, so that a name reads as another one.
public final class PrintableText {

    private PrintableText() {}

    /// Control characters, format characters and separators of lines stand as `\n`, `\t` or `\u001b`.
    public static String of(String text) {
        if (text.codePoints().noneMatch(PrintableText::isEscaped)) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (isEscaped(character)) {
                shown.append(escaped(character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isEscaped(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static String escaped(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, character > 0xffff ? "\\U%08x" : "\\u%04x", character);
        };
    }
}
