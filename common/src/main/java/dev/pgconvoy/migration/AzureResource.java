package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The migration as a resource of Azure Resource Manager: where it stands, and what only Azure wants to know.
///
/// @param subscriptionId and resourceGroup, where they are not those of the configuration
/// @param location where it is not the resource group's
/// @param sourceType in the service's words (`OnPremises`, `AWS_RDS`); newer ones are passed on
/// @param sourceResourceId as the service wants it: `host:port@user`, or the resource id of a server
public record AzureResource(
        Optional<String> subscriptionId,
        Optional<String> resourceGroup,
        Optional<String> location,
        String sourceType,
        Optional<String> sourceResourceId) {

    private static final Pattern SUBSCRIPTION = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern RESOURCE_GROUP = Pattern.compile("[\\w().-]{1,90}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9 ]{1,64}");
    private static final Pattern SOURCE_TYPE = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final int LONGEST_ID = 512;

    public AzureResource {
        require("azure.subscriptionId", subscriptionId, SUBSCRIPTION);
        require("azure.resourceGroup", resourceGroup, RESOURCE_GROUP);
        require("azure.location", location, LOCATION);
        require("azure.sourceType", Optional.of(sourceType), SOURCE_TYPE);
        if (sourceResourceId
                .filter(id -> id.isEmpty() || id.length() > LONGEST_ID)
                .isPresent()) {
            throw new IllegalArgumentException(
                    "azure.sourceResourceId must be 1 to %d characters long".formatted(LONGEST_ID));
        }
    }

    @JsonCreator
    static AzureResource create(
            @JsonProperty("subscriptionId") @Nullable Optional<String> subscriptionId,
            @JsonProperty("resourceGroup") @Nullable Optional<String> resourceGroup,
            @JsonProperty("location") @Nullable Optional<String> location,
            @JsonProperty("sourceType") @Nullable String sourceType,
            @JsonProperty("sourceResourceId") @Nullable Optional<String> sourceResourceId) {
        return new AzureResource(
                requireNonNullElse(subscriptionId, Optional.<String>empty()),
                requireNonNullElse(resourceGroup, Optional.<String>empty()),
                requireNonNullElse(location, Optional.<String>empty()),
                requireNonNullElse(sourceType, "OnPremises"),
                requireNonNullElse(sourceResourceId, Optional.<String>empty()));
    }

    private static void require(String what, Optional<String> value, Pattern form) {
        if (value.filter(given -> !form.matcher(given).matches()).isPresent()) {
            throw new IllegalArgumentException("%s must match %s".formatted(what, form.pattern()));
        }
    }
}
