package dev.pgconvoy.launcher.view;

import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is left to do once a server in Azure has got its data, with the commands for this server.
final class AzureNextSteps {

    private static final String HOST = ".postgres.database.azure.com";
    private static final Set<MigrationOption> MOVING =
            Set.of(MigrationOption.MIGRATE, MigrationOption.VALIDATE_AND_MIGRATE);

    private AzureNextSteps() {}

    /// Empty for other servers, and where nothing was moved.
    static List<String> of(MigrationStatus status) {
        var host = status.request().target().host();
        return host.endsWith(HOST)
                        && status.state() == MigrationState.SUCCEEDED
                        && MOVING.contains(status.request().options().migrationOption())
                ? steps(status, host.substring(0, host.length() - HOST.length()))
                : List.of();
    }

    private static List<String> steps(MigrationStatus status, String name) {
        var request = status.request();
        var server = "--resource-group \"$GROUP\" --name " + name;
        var steps = new ArrayList<String>();
        steps.add(
                "Next steps for %s (docs/azure.md):".formatted(request.target().host()));
        steps.add("  GROUP=$(az postgres flexible-server list --query \"[?name=='%s'].resourceGroup\" --output tsv)"
                .formatted(name));
        steps.add("  1. Before the applications write to it, prove the copy once more:");
        steps.add("     ./pgconvoy verify --source %s --target %s%s"
                .formatted(uri(request.source()), uri(request.target()), databases(request.databases())));
        steps.add("  2. Turn on high availability, if it is needed:");
        steps.add("     az postgres flexible-server update %s --high-availability ZoneRedundant".formatted(server));
        steps.add("  3. Choose the size that the applications need (the server starts again):");
        steps.add(
                "     az postgres flexible-server update %s --tier GeneralPurpose --sku-name <SKU>".formatted(server));
        steps.add("  4. Point the applications to it:");
        request.databases().forEach(database -> steps.add("     " + connection(request.target(), database)));
        steps.add("  5. Watch it for some days: the metrics below, and pg_stat_statements for slow queries:");
        steps.add(
                "     az monitor metrics list --resource $(az postgres flexible-server show %s --query id --output tsv) --metric cpu_percent memory_percent storage_percent active_connections"
                        .formatted(server));
        steps.add("");
        return steps;
    }

    private static String uri(ServerEndpoint server) {
        return "postgres://%s@%s/%s"
                .formatted(encoded(server.user()), server.address(), encoded(server.maintenanceDatabase()));
    }

    private static String connection(ServerEndpoint server, String database) {
        return "postgres://<user>@%s/%s?sslmode=verify-full&sslrootcert=system"
                .formatted(server.address(), encoded(database));
    }

    private static String databases(List<String> names) {
        return names.isEmpty()
                ? ""
                : " --databases '%s'".formatted(String.join(",", names).replace("'", "'\\''"));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
