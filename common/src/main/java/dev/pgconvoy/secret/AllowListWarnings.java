package dev.pgconvoy.secret;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a service says at its start when others can reach it, or what it listens to, and no list limits where the
/// passwords that it can read are sent.
public final class AllowListWarnings {

    private static final Pattern PORT = Pattern.compile(":[0-9]+$");

    private AllowListWarnings() {}

    /// @param addresses of the brokers, and where the service listens: host, or host and port
    /// @return nothing when all of them are on this machine
    public static List<String> of(AllowedServers allowed, Collection<String> addresses) {
        if (addresses.stream().allMatch(AllowListWarnings::isLoopback)) {
            return List.of();
        }
        var warnings = new ArrayList<String>();
        for (var side : ServerSide.values()) {
            if (!allowed.limits(side)) {
                warnings.add(
                        "Whoever may request a migration may name any server as its %s: set %s to the servers that are allowed"
                                .formatted(side, ReferenceSettings.variable(AllowedServers.setting(side))));
            }
        }
        if (!allowed.limitsReferences()) {
            warnings.add(
                    "A password that is read by reference (env:, file:, keyvault:, entra:) may be sent to any allowed server: set %s to say which one goes where"
                            .formatted(ReferenceSettings.variable(AllowedServers.REFERENCES)));
        }
        return warnings;
    }

    /// Where a service listens, and its brokers, as it is configured.
    ///
    /// @param lookup of a setting by its whole name
    public static List<String> addresses(Function<String, Optional<String>> lookup) {
        return Stream.concat(
                        lookup.apply("quarkus.http.host").stream(),
                        lookup.apply("kafka.bootstrap.servers").stream()
                                .flatMap(brokers -> Arrays.stream(brokers.split(","))))
                .map(String::strip)
                .toList();
    }

    private static boolean isLoopback(String address) {
        var host =
                Loopback.isLoopback(address) ? address : PORT.matcher(address).replaceFirst("");
        return Loopback.isLoopback(host.replaceAll("[\\[\\]]", ""));
    }
}
