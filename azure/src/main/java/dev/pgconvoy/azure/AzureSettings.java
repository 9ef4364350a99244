package dev.pgconvoy.azure;

import com.azure.core.management.AzureEnvironment;
import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.SecretRef;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What is configured about Azure, the same for every service; `docs/configuration.md` lists it.
///
/// @param resourceGroup and subscriptionId, where requests do not name theirs
/// @param managedIdentity the client id of a user-assigned one
/// @param certificates a file of certificates (PEM) to trust beside the well-known ones
/// @param token where a bearer token stands that is used instead of all credentials, for an endpoint that is not
///     Azure's
/// @param allowed where requests may have our identity act
public record AzureSettings(
        AzureEnvironment environment,
        Optional<String> tenantId,
        Optional<String> subscriptionId,
        Optional<String> resourceGroup,
        Optional<String> managedIdentity,
        Optional<Path> certificates,
        Optional<SecretRef> token,
        AllowedScopes allowed) {

    private static final String PREFIX = "pgconvoy.azure.";
    private static final String CLOUDS = "public, government, china or custom";

    /// @param lookup of a setting by its whole name
    /// @throws IllegalArgumentException with the setting that is wrong
    public static AzureSettings read(Function<String, Optional<String>> lookup) {
        Function<String, Optional<String>> azure =
                name -> lookup.apply(PREFIX + name).map(String::strip).filter(text -> !text.isEmpty());
        return new AzureSettings(
                environment(azure),
                azure.apply("tenant-id"),
                azure.apply("subscription-id"),
                azure.apply("resource-group"),
                azure.apply("managed-identity-client-id"),
                azure.apply("certificates").map(Path::of),
                azure.apply("token").map(AzureSettings::reference),
                AllowedScopes.read(lookup));
    }

    /// Where a migration is in Azure: as its request says, else as configured; empty when neither tells.
    ///
    /// @throws dev.pgconvoy.failure.MigrationException when it is not allowed there
    public Optional<ResourceId> resourceOf(MigrationRequest request) {
        var subscription =
                request.azure().flatMap(AzureResource::subscriptionId).or(() -> subscriptionId);
        var group = request.azure().flatMap(AzureResource::resourceGroup).or(() -> resourceGroup);
        var id = request.id();
        var resource = subscription.flatMap(
                known -> group.map(name -> new ResourceId(known, name, id.targetServer(), id.name())));
        resource.ifPresent(known -> allowed.require(known.subscriptionId(), known.resourceGroup()));
        return resource;
    }

    private static SecretRef reference(String text) {
        try {
            if (SecretRef.parse(text) instanceof SecretRef reference
                    && (reference instanceof SecretRef.Env || reference instanceof SecretRef.SecretFile)) {
                return reference;
            }
        } catch (IllegalArgumentException _) {
            // Refused like any other text, without repeating it.
        }
        throw new IllegalArgumentException(PREFIX + "token must be env:NAME or file:/path");
    }

    private static AzureEnvironment environment(Function<String, Optional<String>> azure) {
        var custom = azure.apply("resource-manager-endpoint");
        var cloud = azure.apply("cloud")
                .orElse(custom.isPresent() ? "custom" : "public")
                .toLowerCase(Locale.ROOT);
        if (!cloud.equals("custom")) {
            refuseBeside(cloud, azure, "resource-manager-endpoint");
            refuseBeside(cloud, azure, "authority-host");
        }
        return switch (cloud) {
            case "public" -> AzureEnvironment.AZURE;
            case "government" -> AzureEnvironment.AZURE_US_GOVERNMENT;
            case "china" -> AzureEnvironment.AZURE_CHINA;
            case "custom" -> custom(custom, azure.apply("authority-host"));
            default -> throw new IllegalArgumentException("%scloud must be %s".formatted(PREFIX, CLOUDS));
        };
    }

    /// It would be ignored, and calls would go to Azure that were meant for somebody else.
    private static void refuseBeside(String cloud, Function<String, Optional<String>> azure, String name) {
        if (azure.apply(name).isPresent()) {
            throw new IllegalArgumentException(
                    "%s%s is for the cloud custom, but %scloud is %s".formatted(PREFIX, name, PREFIX, cloud));
        }
    }

    private static AzureEnvironment custom(Optional<String> resourceManager, Optional<String> authority) {
        var endpoint = https(
                "resource-manager-endpoint",
                resourceManager.orElseThrow(() -> new IllegalArgumentException(
                        PREFIX + "cloud custom needs " + PREFIX + "resource-manager-endpoint")));
        var endpoints = new HashMap<>(AzureEnvironment.AZURE.getEndpoints());
        endpoints.put("resourceManagerEndpointUrl", endpoint);
        endpoints.put("managementEndpointUrl", endpoint);
        authority.ifPresent(host -> endpoints.put("activeDirectoryEndpointUrl", https("authority-host", host)));
        return new AzureEnvironment(endpoints);
    }

    /// Tokens go over it, so it is encrypted.
    private static String https(String name, String text) {
        try {
            var uri = URI.create(text);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            }
        } catch (IllegalArgumentException _) {
            // Refused like any other address.
        }
        throw new IllegalArgumentException("%s%s must be an https:// address".formatted(PREFIX, name));
    }
}
