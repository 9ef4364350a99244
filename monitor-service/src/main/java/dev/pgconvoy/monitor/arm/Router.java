package dev.pgconvoy.monitor.arm;

import dev.pgconvoy.monitor.arm.deployments.DeploymentId;
import dev.pgconvoy.monitor.arm.deployments.DeploymentOperations;
import dev.pgconvoy.monitor.arm.migrations.MigrationAddress;
import dev.pgconvoy.monitor.arm.migrations.MigrationOperations;
import dev.pgconvoy.monitor.arm.protocol.ApiVersions;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ResourceGroup;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.monitor.arm.protocol.TargetServer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds the operation that a path asks for. Its fixed words may be in any case, as clients differ.
@Singleton
final class Router {

    private static final String GROUPS = "subscriptions/*/resourcegroups";
    private static final String GROUP = GROUPS + "/*";
    private static final String SERVER = GROUP + "/providers/microsoft.dbforpostgresql/flexibleservers/*";
    private static final String MIGRATION = SERVER + "/migrations/*";
    private static final String DEPLOYMENTS = GROUP + "/providers/microsoft.resources/deployments";
    private static final String DEPLOYMENT = DEPLOYMENTS + "/*";

    /// Where the names stand between the fixed words: subscription, group, server or deployment, and what is below.
    private static final List<Integer> NAMES = List.of(1, 3, 7, 9);

    private final ServerInventory inventory;
    private final ServerOperations servers;
    private final MigrationOperations migrations;
    private final DeploymentOperations deployments;

    Router(
            ServerInventory inventory,
            ServerOperations servers,
            MigrationOperations migrations,
            DeploymentOperations deployments) {
        this.inventory = inventory;
        this.servers = servers;
        this.migrations = migrations;
        this.deployments = deployments;
    }

    /// @throws ArmException when there is none
    ArmAnswer route(ArmCall asked) {
        var call = asked.at(spelledOut(asked.path()));
        var shape = shape(call.path());
        if (shape.startsWith(SERVER)) {
            ApiVersions.requireMigrations(call);
        } else {
            ApiVersions.requireResources(call);
        }
        return switch (call.method() + " " + shape) {
            case "GET " + GROUPS -> servers.groups(call.path().get(1));
            case "GET " + GROUP -> servers.group(group(call));
            case "HEAD " + GROUP -> ArmAnswer.empty(204);
            case "GET " + SERVER -> servers.server(group(call), server(call));
            case "GET " + SERVER + "/migrations" -> migrations.list(group(call), server(call), call);
            case "POST " + SERVER + "/checkmigrationnameavailability" ->
                migrations.nameAvailability(group(call), server(call), call);
            case "PUT " + MIGRATION -> migrations.create(migration(call), call);
            case "GET " + MIGRATION -> migrations.show(migration(call));
            case "PATCH " + MIGRATION -> migrations.change(migration(call), call);
            case "DELETE " + MIGRATION -> migrations.delete(migration(call), call);
            case "GET " + DEPLOYMENTS -> deployments.list(group(call));
            case "PUT " + DEPLOYMENT -> deployments.create(deployment(call), call);
            case "GET " + DEPLOYMENT -> deployments.show(deployment(call));
            case "HEAD " + DEPLOYMENT -> deployments.exists(deployment(call));
            case "DELETE " + DEPLOYMENT -> deployments.delete(deployment(call));
            case "POST " + DEPLOYMENT + "/validate" -> deployments.validate(deployment(call), call);
            case "POST " + DEPLOYMENT + "/whatif" -> deployments.whatIf(deployment(call), call);
            case "GET " + DEPLOYMENT + "/operations" -> deployments.steps(deployment(call));
            case "GET " + DEPLOYMENT + "/operations/*" ->
                deployments.step(deployment(call), call.path().get(9));
            case "GET " + DEPLOYMENT + "/operationstatuses/*" ->
                deployments.operation(deployment(call), call.path().get(9));
            default ->
                throw ArmException.notFound(
                        "NotFound", "Nothing is served for this method and path; docs/azure.md lists what is.");
        };
    }

    /// Clients ask for the operations of a deployment without the name of its provider.
    private static List<String> spelledOut(List<String> path) {
        if (path.size() < 5 || !path.get(4).equalsIgnoreCase("deployments")) {
            return path;
        }
        return Stream.of(path.subList(0, 4), List.of("providers", "Microsoft.Resources"), path.subList(4, path.size()))
                .flatMap(List::stream)
                .toList();
    }

    private static String shape(List<String> path) {
        return IntStream.range(0, path.size())
                .mapToObj(index -> NAMES.contains(index) ? "*" : path.get(index).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("/"));
    }

    private static ResourceGroup group(ArmCall call) {
        return ResourceGroup.of(call.path().get(1), call.path().get(3));
    }

    private TargetServer server(ArmCall call) {
        var name = call.path().get(7);
        return inventory
                .find(name)
                .orElseThrow(() -> ArmException.notFound(MigrationAddress.SERVER_TYPE, name, group(call)));
    }

    private MigrationAddress migration(ArmCall call) {
        return new MigrationAddress(group(call), server(call), call.path().get(9));
    }

    private static DeploymentId deployment(ArmCall call) {
        return DeploymentId.of(group(call), call.path().get(7));
    }
}
