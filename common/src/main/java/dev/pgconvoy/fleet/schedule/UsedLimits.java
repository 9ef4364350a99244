package dev.pgconvoy.fleet.schedule;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What limits count of a server: fixed when its migration begins, whatever the plan says later.
record UsedLimits(String sourceHost, String targetHost, SortedMap<String, String> labels) {
    UsedLimits {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
