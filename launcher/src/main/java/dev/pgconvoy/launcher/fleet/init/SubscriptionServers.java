package dev.pgconvoy.launcher.fleet.init;

import dev.pgconvoy.azure.AzureServer;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.postgres.TlsParameters;
import dev.pgconvoy.text.Quantities;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The servers of a subscription as rows of a list, with what Azure tells of
/// them as remarks.
///
/// @param servers those that have an address, each to be moved to the same target
/// @param remarks one for each
public record SubscriptionServers(List<ListedServer> servers, List<String> remarks) {

    private static final int PORT = 5432;
    /// What a fleet file takes as the value of a label.
    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    public SubscriptionServers {
        servers = List.copyOf(servers);
        remarks = List.copyOf(remarks);
    }

    public static SubscriptionServers of(List<AzureServer> found, PostgresUri target) {
        var reachable =
                found.stream().filter(server -> server.host().isPresent()).toList();
        return new SubscriptionServers(
                reachable.stream().map(server -> listed(server, target)).toList(),
                reachable.stream().map(SubscriptionServers::remark).toList());
    }

    /// Azure takes encrypted connections only.
    private static ListedServer listed(AzureServer server, PostgresUri target) {
        var source = new PostgresUri(
                server.host().orElseThrow(),
                PORT,
                server.user(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(SslMode.REQUIRE),
                TlsParameters.NONE,
                List.of());
        return new ListedServer(
                server.name(),
                source,
                target,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                labels(server.location()));
    }

    /// Azure writes a region as `northeurope` or as `North Europe`.
    private static SequencedMap<String, String> labels(String location) {
        var labels = new LinkedHashMap<String, String>();
        var region = location.toLowerCase(Locale.ROOT).replace(" ", "");
        if (LABEL.matcher(region).matches()) {
            labels.put("region", region);
        }
        return labels;
    }

    private static String remark(AzureServer server) {
        return Stream.of(
                        server.version().map("PostgreSQL "::concat),
                        Optional.of(server.kind().text()),
                        server.size(),
                        server.storageBytes().map(bytes -> Quantities.bytes(bytes) + " of storage"),
                        server.state())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }
}
