package dev.pgconvoy.monitor.limits;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.kafka.RecordedLimit;
import dev.pgconvoy.migration.rate.RateScope;
import java.util.List;

/// The limits that are set, in the order of what they limit.
///
/// @param unread of what the last record on `copy.limits` cannot be read: whoever has set
///     it has to set it again; left out of JSON when there is none
public record LimitList(
        List<RecordedLimit> limits,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RateScope> unread) {

    public LimitList {
        limits = List.copyOf(limits);
        unread = List.copyOf(unread);
    }
}
