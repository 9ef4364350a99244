package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.preflight.examination.Examination;
import java.util.Optional;

/// All that a check of the target in Azure may look at.
///
/// @param connected sessions on both servers, where we move the data ourselves
public record TargetExamination(
        MigrationRequest request, TargetResource target, TargetFacts facts, Optional<Examination> connected) {

    /// Whether Azure's service is needed, and not only asked.
    boolean isAzures() {
        return request.options().executor() == ExecutorKind.AZURE;
    }
}
