package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.text.ShellText;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Commands of Azure's command line, written so that a POSIX shell takes each argument as it is: some come from
/// catalogs, where a name may hold anything.
final class AzCommand {

    private AzCommand() {}

    /// Of `az postgres flexible-server`, for the target.
    ///
    /// @param verb words of the command, such as `parameter set`
    /// @param server the option that names the server
    static String ofServer(String verb, String server, TargetResource target, String... more) {
        var arguments = Stream.of(
                server,
                target.server(),
                "--subscription",
                target.subscriptionId(),
                "--resource-group",
                target.resourceGroup());
        return "az postgres flexible-server %s %s"
                .formatted(
                        verb,
                        Stream.concat(arguments, Arrays.stream(more))
                                .map(ShellText::quoted)
                                .collect(Collectors.joining(" ")));
    }

    static String setting(TargetResource target, String parameter, String value) {
        return ofServer("parameter set", "--server-name", target, "--name", parameter, "--value", value);
    }
}
