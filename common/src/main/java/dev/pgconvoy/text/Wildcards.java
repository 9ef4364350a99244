package dev.pgconvoy.text;

/// Matches a text against symbols in which one stands for any characters, in time that grows with the product of both
/// lengths and no faster: a regular expression with several `.*` may take time that doubles with each of them.
public final class Wildcards {

    /// Stands for one character, whichever.
    public static final int ANY_ONE = -1;
    /// Stands for any characters, also for none.
    public static final int ANY_RUN = -2;

    private Wildcards() {}

    /// @param symbols code points, [#ANY_ONE] and [#ANY_RUN]
    public static boolean match(int[] symbols, String text) {
        var characters = text.codePoints().toArray();
        var symbol = 0;
        var at = 0;
        var lastRun = -1; // the last run that was met, and how much of the text it has taken
        var runEnd = 0;
        while (at < characters.length) {
            if (symbol < symbols.length && symbols[symbol] == ANY_RUN) {
                lastRun = symbol++;
                runEnd = at;
            } else if (symbol < symbols.length && (symbols[symbol] == ANY_ONE || symbols[symbol] == characters[at])) {
                symbol++;
                at++;
            } else if (lastRun >= 0) {
                symbol = lastRun + 1;
                at = ++runEnd;
            } else {
                return false;
            }
        }
        while (symbol < symbols.length && symbols[symbol] == ANY_RUN) {
            symbol++;
        }
        return symbol == symbols.length;
    }

    /// The symbols of a text in which `*` stands for any characters and everything else for itself.
    public static int[] withStars(String text) {
        return text.codePoints()
                .map(character -> character == '*' ? ANY_RUN : character)
                .toArray();
    }
}
