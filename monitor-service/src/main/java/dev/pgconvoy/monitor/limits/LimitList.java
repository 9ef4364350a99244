package dev.pgconvoy.monitor.limits;

import dev.pgconvoy.kafka.RecordedLimit;
import java.util.List;

/// The limits that are set, in the order of what they limit.
public record LimitList(List<RecordedLimit> limits) {

    public LimitList {
        limits = List.copyOf(limits);
    }
}
