package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/// One event about a migration, as it stands on its topic.
///
/// @param said by whom: the source that the event names
/// @param actor who asked for it, as the event says; empty for what nobody asked for
/// @param what happened, in few words
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LoggedEvent(
        String topic,
        int partition,
        long offset,
        Instant time,
        String said,
        String actor,
        String what,
        String detail) {}
