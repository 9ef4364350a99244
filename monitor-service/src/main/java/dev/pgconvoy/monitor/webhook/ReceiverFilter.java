package dev.pgconvoy.monitor.webhook;

import dev.pgconvoy.fleet.FleetRequests;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.label.LabelFilter;
import java.util.List;
import java.util.Set;

/// Which migrations a configured receiver is told of.
///
/// @param labels all must fit
/// @param fleets empty for every migration
record ReceiverFilter(List<LabelFilter> labels, Set<String> fleets) {

    ReceiverFilter {
        labels = List.copyOf(labels);
        fleets = Set.copyOf(fleets);
    }

    /// @throws IllegalStateException with what is to be changed
    static ReceiverFilter of(String name, WebhooksConfig.Receiver receiver) {
        return new ReceiverFilter(
                receiver.labels().orElse(List.of()).stream()
                        .map(text -> label(name, text))
                        .toList(),
                receiver.fleets().orElse(Set.of()));
    }

    private static LabelFilter label(String name, String text) {
        try {
            return LabelFilter.parse(text, ':');
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "pgconvoy.webhooks.endpoints.%s.labels: write key:value or key; %s".formatted(name, e.getMessage()),
                    e);
        }
    }

    boolean fits(MigrationRequest request) {
        return labels.stream().allMatch(label -> label.fits(request.labels()))
                && (fleets.isEmpty()
                        || fleets.stream()
                                .anyMatch(fleet -> FleetRequests.isOfFleet(
                                        fleet, request.id().name())));
    }
}
