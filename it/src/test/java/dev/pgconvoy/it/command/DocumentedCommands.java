package dev.pgconvoy.it.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a page of `docs` tells its readers to type and to write into files.
///
/// @param text of the page
public record DocumentedCommands(String text) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ \\./pgconvoy (.*)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    public static DocumentedCommands of(String page) throws IOException {
        return new DocumentedCommands(Files.readString(Path.of("..", "docs", page)));
    }

    /// The first block of the language that begins so.
    public String block(String language, String begin) {
        return BLOCK.matcher(text)
                .results()
                .filter(block ->
                        block.group(1).equals(language) && block.group(2).startsWith(begin))
                .map(block -> block.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block of " + language + " begins with " + begin));
    }

    /// In their order, without `./pgconvoy`.
    public List<String> lines() {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals("console"))
                .flatMap(block -> COMMAND.matcher(block.group(2)).results())
                .map(command -> command.group(1).strip())
                .toList();
    }

    /// As a shell takes a line apart; double quotes hold words together.
    public static List<String> words(String line) {
        return WORD.matcher(line).results().map(DocumentedCommands::word).toList();
    }

    private static String word(MatchResult word) {
        return word.group(1) == null ? word.group(2) : word.group(1);
    }
}
