package dev.pgconvoy.monitor.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.Optional;

/// A task that a worker has in hand.
///
/// @param title what it works at, for people
/// @param heardAt when the worker last spoke of it
/// @param slowed why its source is read more slowly than limits allow; left
/// out when it is not
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TaskRow(
        MigrationId migration,
        String database,
        TaskKind kind,
        String title,
        String worker,
        Optional<Instant> since,
        Instant heardAt,
        long bytes,
        long rows,
        long bytesPerSecond,
        Optional<Slowed> slowed) {}
