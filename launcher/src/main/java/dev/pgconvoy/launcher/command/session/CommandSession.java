package dev.pgconvoy.launcher.command.session;

import dev.pgconvoy.launcher.request.PasswordLookup;
import dev.pgconvoy.text.PrintableText;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The world that a command runs in.
///
/// @param terminal whether `out` is one
public record CommandSession(
        UnaryOperator<@Nullable String> environment,
        InstantSource clock,
        PrintStream out,
        PrintStream err,
        boolean terminal) {

    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isEmpty());
    }

    public PasswordLookup passwords() {
        return new PasswordLookup(environment, warning -> say("warning: " + warning));
    }

    /// What is no result goes to standard error.
    public void say(String text) {
        err.println(text.lines().map(PrintableText::of).collect(Collectors.joining("\n", "pgconvoy: ", "")));
    }
}
