package dev.pgconvoy.monitor.arm.deployments;

import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ResourceGroup;
import java.util.Locale;
import java.util.regex.Pattern;

/// A deployment by its path.
public record DeploymentId(String subscriptionId, String resourceGroup, String name) {

    static final String TYPE = "Microsoft.Resources/deployments";

    private static final Pattern NAME = Pattern.compile("[\\w().-]{1,64}", Pattern.UNICODE_CHARACTER_CLASS);

    public static DeploymentId of(ResourceGroup group, String name) {
        if (!NAME.matcher(name).matches()) {
            throw ArmException.badRequest(
                    "InvalidDeploymentName",
                    "A deployment's name has 1 to 64 letters, digits, underscores, parentheses, hyphens and dots.");
        }
        return new DeploymentId(group.subscriptionId(), group.name(), name);
    }

    public ResourceGroup group() {
        return new ResourceGroup(subscriptionId, resourceGroup);
    }

    /// Of its records: Azure's names do not differ by case.
    public String key() {
        return "%s/%s/%s".formatted(subscriptionId, resourceGroup, name).toLowerCase(Locale.ROOT);
    }

    ArmException notFound() {
        return ArmException.notFound("DeploymentNotFound", "Deployment '%s' could not be found.".formatted(name));
    }

    @Override
    public String toString() {
        return "%s/providers/%s/%s".formatted(group().id(), TYPE, name);
    }
}
