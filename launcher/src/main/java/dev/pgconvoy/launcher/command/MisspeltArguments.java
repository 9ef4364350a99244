package dev.pgconvoy.launcher.command;

import dev.pgconvoy.text.Spelling;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What may have been meant by options and commands that are not known.
final class MisspeltArguments {

    private MisspeltArguments() {}

    /// A sentence to add to the message, or nothing. An option that is required and misspelt is missing, too, and only
    /// that is in the message.
    static String meant(ParameterException e) {
        var line = e.getCommandLine();
        var known = known(line);
        var message = String.valueOf(e.getMessage());
        return unknown(line).stream()
                .distinct()
                .map(word -> said(word, known, message))
                .filter(said -> !said.isEmpty())
                .collect(Collectors.joining());
    }

    private static String said(String word, List<String> known, String message) {
        var meant = Spelling.nearest(word, known)
                .map(" Did you mean %s?"::formatted)
                .orElse("");
        return message.contains("'" + word) ? meant : " Unknown is %s.%s".formatted(word, meant);
    }

    private static List<String> known(CommandLine line) {
        return Stream.concat(
                        line.getCommandSpec().options().stream().flatMap(option -> Stream.of(option.names())),
                        line.getSubcommands().keySet().stream())
                .toList();
    }

    /// What looks like an option, and the command. A value goes to nobody's eyes.
    private static List<String> unknown(CommandLine line) {
        return line.getUnmatchedArguments().stream()
                .map(word -> word.replaceFirst("(?s)=.*", ""))
                .filter(word -> word.matches("-{1,2}[A-Za-z][A-Za-z-]*")
                        || !line.getSubcommands().isEmpty() && word.matches("[a-z-]+"))
                .toList();
    }
}
