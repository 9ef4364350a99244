package dev.pgconvoy.arm;

import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.ServerSide;
import java.util.List;
import java.util.Locale;

/// What the two passwords of a request are used for: our workers log in to the servers that it names. Azure's service
/// is told of a source by its resource id and of a target by its name in Azure, which need not be the hosts of the
/// request; its logins are what counts then.
public final class PasswordUses {

    private static final List<String> CLOUDS = List.of(
            ".postgres.database.azure.com",
            ".postgres.database.usgovcloudapi.net",
            ".postgres.database.chinacloudapi.cn");

    private PasswordUses() {}

    public static PasswordUse of(MigrationRequest request, ServerSide side) {
        return switch (request.options().executor()) {
            case WORKERS -> request.server(side).passwordUse(request.id(), side);
            case AZURE ->
                switch (side) {
                    case SOURCE -> sourceOfAzure(request);
                    case TARGET -> targetOfAzure(request);
                };
        };
    }

    /// What we cannot read stands for itself: only who allows any source allows it.
    private static PasswordUse sourceOfAzure(MigrationRequest request) {
        var source = request.source();
        var resourceId = request.azure().flatMap(AzureResource::sourceResourceId);
        if (resourceId.isEmpty()) {
            return source.passwordUse(request.id(), ServerSide.SOURCE);
        }
        var address = SourceAddress.parse(resourceId.get());
        return new PasswordUse(
                request.id().toString(),
                ServerSide.SOURCE,
                address.map(SourceAddress::host).orElse(resourceId.get()),
                address.map(SourceAddress::port).orElse(0),
                source.user());
    }

    private static PasswordUse targetOfAzure(MigrationRequest request) {
        var server = request.id().targetServer();
        var host = request.target().host().toLowerCase(Locale.ROOT);
        var named = CLOUDS.stream().anyMatch(cloud -> host.equals(server.toLowerCase(Locale.ROOT) + cloud));
        return new PasswordUse(
                request.id().toString(),
                ServerSide.TARGET,
                named ? host : SourceAddress.hostInAzure(server),
                SourceAddress.POSTGRES_PORT,
                request.target().user());
    }
}
