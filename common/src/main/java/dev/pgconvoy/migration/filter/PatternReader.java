package dev.pgconvoy.migration.filter;

import static dev.pgconvoy.text.Wildcards.ANY_ONE;
import static dev.pgconvoy.text.Wildcards.ANY_RUN;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads the names of a pattern from left to right, each character once: a regular expression for the same form takes
/// time that doubles with every few quotes.
///
/// ```
/// pattern = name { '.' name }
/// name    = { '*' | '?' | plain | '"' { quoted | '""' } '"' }
/// ```
final class PatternReader {

    private static final String SPECIAL = "()[]{}|+^\\";
    private static final int DELETE = 0x7f;

    private final int[] text;
    private final List<int[]> names = new ArrayList<>();
    private IntStream.Builder name = IntStream.builder();
    private int position;

    private PatternReader(String text) {
        this.text = text.codePoints().toArray();
    }

    /// @return the symbols of each name; empty when the text is no pattern
    static Optional<List<int[]>> read(String text) {
        var reader = new PatternReader(text);
        return reader.isRead() ? Optional.of(reader.names) : Optional.empty();
    }

    private boolean isRead() {
        while (readName()) {
            if (position == text.length) {
                return true;
            }
            position++; // the dot
        }
        return false;
    }

    /// Up to the dot behind it or the end.
    private boolean readName() {
        name = IntStream.builder();
        var begin = position;
        while (position < text.length && text[position] != '.') {
            if (text[position] == '"' ? !readQuoted() : !readPlain()) {
                return false;
            }
        }
        names.add(name.build().toArray());
        return position > begin;
    }

    private boolean readPlain() {
        var character = text[position++];
        switch (character) {
            case '*' -> name.add(ANY_RUN);
            case '?' -> name.add(ANY_ONE);
            default -> addFolded(character);
        }
        return character > ' ' && character != DELETE && SPECIAL.indexOf(character) < 0;
    }

    private void addFolded(int character) {
        Character.toString(character).toLowerCase(Locale.ROOT).codePoints().forEach(name::add);
    }

    /// At least one character, control characters excepted.
    private boolean readQuoted() {
        var begin = ++position;
        while (position < text.length) {
            if (text[position] == '"' && !isDoubled()) {
                return position++ > begin;
            }
            if (text[position] < ' ' || text[position] == DELETE) {
                return false;
            }
            name.add(text[position]);
            position += text[position] == '"' ? 2 : 1;
        }
        return false;
    }

    private boolean isDoubled() {
        return position + 1 < text.length && text[position + 1] == '"';
    }
}
