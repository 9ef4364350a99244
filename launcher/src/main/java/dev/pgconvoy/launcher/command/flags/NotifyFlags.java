package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.notification.Transition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/// Who is told of the migration.
final class NotifyFlags {

    @Option(
            names = "--notify",
            paramLabel = "URL",
            description =
                    "A receiver that is told by HTTP what becomes of the migration; may be given up to 5 times. The monitor's configuration must allow its host (PGCONVOY_WEBHOOKS_ALLOWED_NAME_HOSTS).")
    private List<String> urls = List.of();

    @Option(
            names = "--notify-on",
            split = ",",
            paramLabel = "WHAT",
            description =
                    "Comma-separated: succeeded, failed, validation-failed, canceled, stalled, hindered, waiting. Default: all.")
    private List<String> on = List.of();

    @Option(
            names = "--notify-key",
            paramLabel = "NAME",
            description = "Which entry of the monitor's configuration signs. Default: the first that allows the host.")
    private Optional<String> key = Optional.empty();

    List<RequestedReceiver> receivers() {
        if (urls.isEmpty() && (!on.isEmpty() || key.isPresent())) {
            throw CommandException.usage("--notify-on and --notify-key need a receiver: --notify URL");
        }
        var told = on.stream().map(NotifyFlags::transition).collect(Collectors.toSet());
        return receivers(told);
    }

    private List<RequestedReceiver> receivers(Set<Transition> told) {
        try {
            return RequestedReceiver.within(urls.stream()
                    .map(url -> new RequestedReceiver(url, key, told))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--notify: " + e.getMessage());
        }
    }

    private static Transition transition(String text) {
        return Arrays.stream(Transition.values())
                .filter(known -> known.text().equals(text))
                .findFirst()
                .orElseThrow(() -> CommandException.usage("--notify-on: '%s' is none of %s"
                        .formatted(
                                text,
                                Arrays.stream(Transition.values())
                                        .map(Transition::text)
                                        .collect(Collectors.joining(", ")))));
    }
}
