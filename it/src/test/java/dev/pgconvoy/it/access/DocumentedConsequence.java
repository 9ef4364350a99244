package dev.pgconvoy.it.access;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the page can say that happens without a right. What it quotes is in the first group.
public enum DocumentedConsequence {
    NAMED_WHILE_MISSING("the service is not ready: its readiness and its log name `([^`]+)`"),
    KEPT_FROM_GETTING_READY(
            "(?:where Azure is switched on: )?the service does not get ready, and logs (?:that a topic )?`([^`]+)`(?:, also where all are there)?"),
    KEPT_FROM_STARTING("the worker does not start, and says `([^`]+)`"),
    BACKLOG_UNKNOWN("the backlog of the group is not among the metrics"),
    RECEIVERS_TOLD_NOTHING("receivers of notifications are told nothing until it is there"),
    COMMAND_FAILS("the command that needs it ends with an error that names the topic");

    private final Pattern sentence;

    DocumentedConsequence(String sentence) {
        this.sentence = Pattern.compile(sentence);
    }

    static List<DocumentedConsequence> saidBy(String text) {
        return Stream.of(values())
                .filter(one -> one.sentence.matcher(text).matches())
                .toList();
    }

    /// @throws IllegalArgumentException when it quotes nothing
    String quotedBy(String text) {
        var matcher = sentence.matcher(text);
        if (!matcher.matches() || matcher.groupCount() == 0) {
            throw new IllegalArgumentException("quotes nothing: " + text);
        }
        return matcher.group(1);
    }
}
