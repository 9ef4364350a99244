package dev.pgconvoy.launcher.client;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The checks of a server of a fleet, and the labels by whose values limits count it.
public record ServerCheck(MigrationRequest request, SortedMap<String, String> labels) {

    public ServerCheck {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    MigrationId id() {
        return request.id();
    }
}
