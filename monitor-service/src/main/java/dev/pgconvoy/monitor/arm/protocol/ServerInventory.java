package dev.pgconvoy.monitor.arm.protocol;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// The servers that Azure's interface knows.
@Singleton
public final class ServerInventory {

    private final List<TargetServer> servers;
    private final String location;

    @Inject
    public ServerInventory(ArmConfig config) {
        this(
                config.servers().entrySet().stream()
                        .map(entry -> server(entry.getKey(), entry.getValue(), config.location()))
                        .toList(),
                config.location());
    }

    public ServerInventory(List<TargetServer> servers, String location) {
        this.servers = List.copyOf(servers);
        this.location = location;
    }

    private static TargetServer server(String name, ArmConfig.Target target, String location) {
        return new TargetServer(
                name,
                target.host(),
                target.port(),
                target.database(),
                target.sslmode(),
                target.location().orElse(location));
    }

    public boolean isEmpty() {
        return servers.isEmpty();
    }

    public Optional<TargetServer> find(String name) {
        return servers.stream()
                .filter(server -> server.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Of resource groups.
    public String location() {
        return location;
    }
}
