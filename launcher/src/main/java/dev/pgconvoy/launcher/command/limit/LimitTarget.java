package dev.pgconvoy.launcher.command.limit;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.rate.RateScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is limited: one of a source, a target and a fleet.
final class LimitTarget {

    @Parameters(arity = "0..1", paramLabel = "SERVER", description = "The host of a source, as requests name it.")
    Optional<String> source = Optional.empty();

    @Option(names = "--target", paramLabel = "HOST", description = "The host of a target, as requests name it.")
    Optional<String> target = Optional.empty();

    @Option(names = "--fleet", paramLabel = "NAME", description = "A fleet: all that its migrations copy.")
    Optional<String> fleet = Optional.empty();

    /// @return empty when none is named
    Optional<RateScope> scope() {
        var named = Stream.of(
                        scope(source, RateScope::ofSource),
                        scope(target, RateScope::ofTarget),
                        scope(fleet, RateScope::ofFleet))
                .flatMap(Optional::stream)
                .toList();
        requireOne(named);
        return named.stream().findFirst();
    }

    private static void requireOne(List<RateScope> named) {
        if (named.size() > 1) {
            throw CommandException.usage("Name one of SERVER, --target and --fleet; each has a limit of its own");
        }
    }

    private static Optional<RateScope> scope(Optional<String> name, Function<String, RateScope> kind) {
        try {
            return name.map(kind).map(RateScope::requireNamed);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
