package dev.pgconvoy.migration.filter;

import dev.pgconvoy.text.Wildcards;

/// A pattern for one name, in the simple form of psql and pg_dump: `*` stands for any characters and `?` for one,
/// letters mean their lower case, and what is in double quotes means itself.
public final class NamePattern {

    public static final int LONGEST = 200;

    private final int[] symbols;

    NamePattern(int[] symbols) {
        this.symbols = symbols;
    }

    public static NamePattern parse(String text) {
        requireShort(text);
        return PatternReader.read(text)
                .filter(names -> names.size() == 1)
                .map(names -> new NamePattern(names.getFirst()))
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "a pattern is a name in which * and ? are wildcards; other special characters stand in double quotes"));
    }

    static void requireShort(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern must be 1 to " + LONGEST + " characters long");
        }
    }

    public boolean matches(String name) {
        return Wildcards.match(symbols, name);
    }
}
