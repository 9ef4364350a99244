package dev.pgconvoy.preflight.azure;

/// The target server as a resource of Azure.
public record TargetResource(String subscriptionId, String resourceGroup, String server) {

    String groupId() {
        return "/subscriptions/%s/resourceGroups/%s".formatted(subscriptionId, resourceGroup);
    }

    /// How a finding names it.
    public String object() {
        return "Azure server %s in %s".formatted(server, resourceGroup);
    }
}
