package dev.pgconvoy.monitor.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.arm.deployments.Deployments;
import dev.pgconvoy.monitor.arm.migrations.MigrationAddress;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ResourceGroup;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.monitor.arm.protocol.TargetServer;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What clients ask for before they ask for migrations: the server, and its resource group.
@Singleton
final class ServerOperations {

    private final ServerInventory inventory;
    private final Deployments deployments;
    private final KnownMigrations migrations;

    ServerOperations(ServerInventory inventory, Deployments deployments, KnownMigrations migrations) {
        this.inventory = inventory;
        this.deployments = deployments;
        this.migrations = migrations;
    }

    ArmAnswer server(ResourceGroup group, TargetServer server) {
        var resource = EventJson.MAPPER
                .createObjectNode()
                .put("id", MigrationAddress.serverId(group, server))
                .put("name", server.name())
                .put("type", MigrationAddress.SERVER_TYPE)
                .put("location", server.location());
        resource.putObject("properties").put("fullyQualifiedDomainName", server.host());
        return ArmAnswer.of(200, resource);
    }

    ArmAnswer group(ResourceGroup group) {
        return ArmAnswer.of(200, resource(group));
    }

    private ObjectNode resource(ResourceGroup group) {
        var resource = EventJson.MAPPER
                .createObjectNode()
                .put("id", group.id())
                .put("name", group.name())
                .put("type", "Microsoft.Resources/resourceGroups")
                .put("location", inventory.location());
        resource.putObject("properties").put("provisioningState", "Succeeded");
        return resource;
    }

    /// Those in which something is.
    ArmAnswer groups(String subscriptionId) {
        var names = new TreeMap<String, ResourceGroup>(String.CASE_INSENSITIVE_ORDER);
        Stream.concat(
                        deployments
                                .newestFirst()
                                .map(deployment -> deployment.id().group()),
                        migrations.all().flatMap(status -> group(status).stream()))
                .filter(group -> group.subscriptionId().equalsIgnoreCase(subscriptionId))
                .forEach(group -> names.putIfAbsent(group.name(), group));
        var list = EventJson.MAPPER.createObjectNode();
        var value = list.putArray("value");
        names.values().forEach(group -> value.add(resource(group)));
        return ArmAnswer.of(200, list);
    }

    private static Optional<ResourceGroup> group(MigrationStatus status) {
        return status.request()
                .azure()
                .flatMap(azure -> azure.subscriptionId()
                        .flatMap(id -> azure.resourceGroup().map(name -> new ResourceGroup(id, name))));
    }
}
