package dev.pgconvoy.monitor.arm.migrations;

import dev.pgconvoy.arm.Template;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ResourceGroup;
import dev.pgconvoy.monitor.arm.protocol.TargetServer;

/// A migration by its path: where Azure's interface has it, and what it is to us.
public record MigrationAddress(ResourceGroup group, TargetServer server, String name) {

    public static final String SERVER_TYPE = "Microsoft.DBforPostgreSQL/flexibleServers";
    public static final String TYPE = Template.RESOURCE_TYPE;

    public static String serverId(ResourceGroup group, TargetServer server) {
        return "%s/providers/%s/%s".formatted(group.id(), SERVER_TYPE, server.name());
    }

    public String serverId() {
        return serverId(group, server);
    }

    String resourceId() {
        return serverId() + "/migrations/" + name;
    }

    /// @throws ArmException when it is no name
    MigrationId id() {
        try {
            return new MigrationId(server.name(), name);
        } catch (IllegalArgumentException e) {
            throw ArmException.badRequest("InvalidResourceName", String.valueOf(e.getMessage()));
        }
    }

    ArmException notFound() {
        return ArmException.notFound(TYPE, server.name() + "/" + name, group);
    }
}
