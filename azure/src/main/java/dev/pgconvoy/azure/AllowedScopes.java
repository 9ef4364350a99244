package dev.pgconvoy.azure;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.secret.Wildcard;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// In which subscriptions and resource groups requests may have our identity in Azure act. In both `*` stands for any
/// characters, and case does not count. A list that is not set allows all.
public record AllowedScopes(Optional<List<String>> subscriptions, Optional<List<String>> resourceGroups) {

    public static final String SUBSCRIPTIONS = "pgconvoy.azure.allowed-subscriptions";
    public static final String RESOURCE_GROUPS = "pgconvoy.azure.allowed-resource-groups";

    public static final AllowedScopes ANY = new AllowedScopes(Optional.empty(), Optional.empty());

    public AllowedScopes {
        subscriptions = subscriptions.map(List::copyOf);
        resourceGroups = resourceGroups.map(List::copyOf);
    }

    /// @param lookup of a setting by its whole name
    static AllowedScopes read(Function<String, Optional<String>> lookup) {
        return new AllowedScopes(
                lookup.apply(SUBSCRIPTIONS).map(AllowedScopes::list),
                lookup.apply(RESOURCE_GROUPS).map(AllowedScopes::list));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    public boolean isLimited() {
        return subscriptions.isPresent() && resourceGroups.isPresent();
    }

    /// @throws MigrationException when nothing may be done there
    public void require(String subscription, String resourceGroup) {
        require("subscription", subscription, subscriptions, SUBSCRIPTIONS);
        require("resource group", resourceGroup, resourceGroups, RESOURCE_GROUPS);
    }

    private static void require(String what, String name, Optional<List<String>> allowed, String setting) {
        var asked = name.toLowerCase(Locale.ROOT);
        allowed.filter(list -> list.stream()
                        .noneMatch(pattern -> new Wildcard(pattern.toLowerCase(Locale.ROOT)).matches(asked)))
                .ifPresent(list -> {
                    throw new MigrationException(
                            FailureCode.REQUEST_REFUSED,
                            "%s %s".formatted(what, name),
                            "This %s is not allowed here; %s allows %s."
                                    .formatted(what, setting, list.isEmpty() ? "none" : String.join(", ", list)),
                            "Name an allowed one in a request under another name, or set %s for every pgconvoy service."
                                    .formatted(setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT)));
                });
    }
}
