package dev.pgconvoy.monitor.arm.protocol;

import java.util.regex.Pattern;

/// A resource group; every one exists here, as only servers and migrations are ours.
public record ResourceGroup(String subscriptionId, String name) {

    private static final Pattern SUBSCRIPTION = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern NAME = Pattern.compile("[\\w().-]{0,89}[\\w()-]", Pattern.UNICODE_CHARACTER_CLASS);

    public static ResourceGroup of(String subscriptionId, String name) {
        if (!SUBSCRIPTION.matcher(subscriptionId).matches()) {
            throw ArmException.badRequest(
                    "InvalidSubscriptionId", "The provided subscription identifier is malformed or invalid.");
        }
        if (!NAME.matcher(name).matches()) {
            throw ArmException.badRequest(
                    "InvalidResourceGroup",
                    "A resource group has 1 to 90 letters, digits, underscores, parentheses, hyphens and dots, and no dot at"
                            + " its end.");
        }
        return new ResourceGroup(subscriptionId, name);
    }

    public String id() {
        return "/subscriptions/%s/resourceGroups/%s".formatted(subscriptionId, name);
    }

    public boolean isSameAs(ResourceGroup other) {
        return subscriptionId.equalsIgnoreCase(other.subscriptionId) && name.equalsIgnoreCase(other.name);
    }
}
