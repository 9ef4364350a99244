package dev.pgconvoy.launcher.command.limit;

import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.kafka.RecordedLimit;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.ByteSize;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.text.PrintableText;
import dev.pgconvoy.text.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "limit",
        description =
                "Sets what all workers together may copy from a source, to a target or for a fleet, while migrations run. Without --bytes-per-second it lists the limits that are set.")
public final class LimitCommand implements Callable<Integer> {

    private static final String NONE = "none";

    private final CommandSession session;
    private final Function<KafkaFlags, LimitTopic> topics;

    @Mixin
    private final LimitTarget target = new LimitTarget();

    @Option(
            names = "--bytes-per-second",
            paramLabel = "SIZE",
            description =
                    "Such as 20MB, at least 1MB: it takes the place of what requests and the fleet say. none: what they say counts again.")
    private Optional<String> rate = Optional.empty();

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    public LimitCommand(CommandSession session) {
        this(session, flags -> new BrokerLimits(flags.broker(session), session.clock()));
    }

    LimitCommand(CommandSession session, Function<KafkaFlags, LimitTopic> topics) {
        this.session = session;
        this.topics = topics;
    }

    @Override
    public Integer call() {
        var scope = target.scope();
        if (rate.isEmpty()) {
            list(topics.apply(kafka), scope);
            return 0;
        }
        var limited = scope.orElseThrow(() -> CommandException.usage(
                "Name what is limited: SERVER (the host of a source), --target HOST or --fleet NAME"));
        var limit = wanted(limited, rate.get());
        topics.apply(kafka).publish(limit);
        session.say(limit.bytesPerSecond()
                .map(most ->
                        "From now on all workers together copy at most %s %s. Take it back with: pgconvoy limit %s --bytes-per-second none"
                                .formatted(Quantities.rate(most), words(limited), arguments(limited)))
                .orElseGet(() ->
                        "No limit is set any more for what is copied %s; those of requests and fleets count again."
                                .formatted(words(limited))));
        return 0;
    }

    private static RateLimitSet wanted(RateScope limited, String rate) {
        try {
            return new RateLimitSet(
                    limited,
                    rate.equals(NONE)
                            ? Optional.empty()
                            : Optional.of(ByteSize.parse(rate).bytes()));
        } catch (IllegalArgumentException _) {
            throw CommandException.usage(
                    "--bytes-per-second must be between 1MB and 1TB, such as 20MB, or none to take a limit back");
        }
    }

    private void list(LimitTopic topic, Optional<RateScope> scope) {
        var limits = topic.read();
        var found = limits.all().stream()
                .filter(limit -> scope.map(limit.limited()::equals).orElse(true))
                .toList();
        if (found.isEmpty()) {
            session.say(scope.map(limited -> "No limit is set for %s.".formatted(limited))
                    .orElse("No limit is set."));
        } else {
            session.out().println(text(found));
        }
        limits.unread().stream()
                .filter(unread -> scope.map(unread::equals).orElse(true))
                .forEach(unread -> session.say(
                        "warning: the last record of %s on copy.limits cannot be read. The limit before it holds only where it was read: set it again, or take it back, with: pgconvoy limit %s --bytes-per-second SIZE | none"
                                .formatted(unread, arguments(unread))));
    }

    private static String text(List<RecordedLimit> limits) {
        return String.join(
                "\n",
                limits.stream()
                        .map(limit -> "%s  %s  set %s%s"
                                .formatted(
                                        limit.limited(),
                                        Quantities.rate(limit.bytesPerSecond()),
                                        limit.setAt(),
                                        limit.setBy().map(" by %s"::formatted).orElse("")))
                        .map(PrintableText::of)
                        .toList());
    }

    private static String words(RateScope scope) {
        return switch (scope.kind()) {
            case SOURCE -> "from " + scope.name();
            case TARGET -> "to " + scope.name();
            case FLEET -> "for the fleet " + scope.name();
        };
    }

    private static String arguments(RateScope scope) {
        return switch (scope.kind()) {
            case SOURCE -> scope.name();
            case TARGET -> "--target " + scope.name();
            case FLEET -> "--fleet " + scope.name();
        };
    }
}
