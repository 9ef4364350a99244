package dev.pgconvoy.monitor.fold;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.TraceContext;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.ExecutorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A migration as the store keeps it.
///
/// @param submitted whether it was handed out; until then it waits for its turn, and silence is no fault
/// @param traceparent of its request, when that had one
record TrackedMigration(
        Migration migration,
        boolean submitted,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> traceparent) {

    /// The trace of everything that is said of it, whoever was the reason.
    String trace() {
        var dossier = migration.dossier();
        return traceparent.orElseGet(() -> TraceContext.of(dossier.request().id(), dossier.requestHash()));
    }

    static TrackedMigration read(byte[] stored) {
        try {
            return EventJson.MAPPER.readValue(stored, TrackedMigration.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a migration in the store cannot be read", e);
        }
    }

    /// Nothing changes a final state, so its report, published and by far the largest part, need not stay in memory.
    byte[] bytes() {
        return EventJson.write(new TrackedMigration(withoutReport(), submitted, traceparent));
    }

    /// Azure's service says something when something changes, and is asked as long as it runs.
    boolean mayStall() {
        var isAzures = migration.dossier().request().options().executor() == ExecutorKind.AZURE;
        return !isAzures && (submitted || !(migration instanceof Migration.Scheduled));
    }

    private Migration withoutReport() {
        return switch (migration) {
            case Migration.Succeeded(var dossier, var _) -> new Migration.Succeeded(dossier, Optional.empty());
            case Migration.Failed(var dossier, var failure, var _, var left) ->
                new Migration.Failed(dossier, failure, Optional.empty(), left);
            case Migration.Preparing _,
                    Migration.Validating _,
                    Migration.Scheduled _,
                    Migration.Migrating _,
                    Migration.Completing _,
                    Migration.Finishing _,
                    Migration.Delegated _,
                    Migration.Canceling _,
                    Migration.ValidationFailed _,
                    Migration.Canceled _ -> migration;
        };
    }
}
