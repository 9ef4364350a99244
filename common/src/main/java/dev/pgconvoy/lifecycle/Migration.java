package dev.pgconvoy.lifecycle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.migration.pause.MigrationPause;
import java.util.List;
import java.util.Optional;

/// One migration in one of its states; each state holds only what is valid in it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Migration.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = Migration.Validating.class, name = "validating"),
    @JsonSubTypes.Type(value = Migration.Scheduled.class, name = "scheduled"),
    @JsonSubTypes.Type(value = Migration.Migrating.class, name = "migrating"),
    @JsonSubTypes.Type(value = Migration.Completing.class, name = "completing"),
    @JsonSubTypes.Type(value = Migration.Finishing.class, name = "finishing"),
    @JsonSubTypes.Type(value = Migration.Delegated.class, name = "delegated"),
    @JsonSubTypes.Type(value = Migration.Canceling.class, name = "canceling"),
    @JsonSubTypes.Type(value = Migration.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = Migration.ValidationFailed.class, name = "validation-failed"),
    @JsonSubTypes.Type(value = Migration.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Migration.Canceled.class, name = "canceled"),
})
public sealed interface Migration {

    Dossier dossier();

    Migration with(Dossier dossier);

    /// Asked for; nothing checked yet.
    record Preparing(Dossier dossier) implements Migration {
        @Override
        public Preparing with(Dossier changed) {
            return new Preparing(changed);
        }
    }

    /// The checks run.
    record Validating(Dossier dossier) implements Migration {
        @Override
        public Validating with(Dossier changed) {
            return new Validating(changed);
        }
    }

    /// Checked; waits for its turn on the target server and for a conductor.
    record Scheduled(Dossier dossier) implements Migration {
        @Override
        public Scheduled with(Dossier changed) {
            return new Scheduled(changed);
        }
    }

    /// A conductor of this epoch moves data.
    record Migrating(Dossier dossier, int epoch) implements Migration {
        @Override
        public Migrating with(Dossier changed) {
            return new Migrating(changed, epoch);
        }
    }

    /// All rows are there; the last steps run.
    record Completing(Dossier dossier, int epoch) implements Migration {
        @Override
        public Completing with(Dossier changed) {
            return new Completing(changed, epoch);
        }
    }

    /// The copy is complete and proven, and it is decided that the migration ends so. A conductor that takes over only
    /// finishes it, and nobody can cancel it any more.
    record Finishing(Dossier dossier, int epoch) implements Migration {
        @Override
        public Finishing with(Dossier changed) {
            return new Finishing(changed, epoch);
        }
    }

    /// Azure's service moves the data and says where it is.
    record Delegated(Dossier dossier) implements Migration {

        AzureStatus words() {
            return dossier.azure().orElseThrow();
        }

        @Override
        public Delegated with(Dossier changed) {
            return new Delegated(changed);
        }
    }

    /// Asked to stop; the conductor of this epoch may still write (0: none ever did).
    record Canceling(Dossier dossier, int epoch) implements Migration {
        @Override
        public Canceling with(Dossier changed) {
            return new Canceling(changed, epoch);
        }
    }

    /// @param report empty when only the checks were asked for
    record Succeeded(Dossier dossier, Optional<Report> report) implements Migration {
        @Override
        public Succeeded with(Dossier changed) {
            return new Succeeded(changed, report);
        }
    }

    record ValidationFailed(Dossier dossier) implements Migration {
        @Override
        public ValidationFailed with(Dossier changed) {
            return new ValidationFailed(changed);
        }
    }

    /// @param databasesToDrop what is left on the target, incomplete
    record Failed(Dossier dossier, Failure failure, Optional<Report> report, List<String> databasesToDrop)
            implements Migration {
        public Failed {
            databasesToDrop = List.copyOf(databasesToDrop);
        }

        @Override
        public Failed with(Dossier changed) {
            return new Failed(changed, failure, report, databasesToDrop);
        }
    }

    /// @param databasesToDrop what is left on the target, incomplete
    record Canceled(Dossier dossier, List<String> databasesToDrop) implements Migration {
        public Canceled {
            databasesToDrop = List.copyOf(databasesToDrop);
        }

        @Override
        public Canceled with(Dossier changed) {
            return new Canceled(changed, databasesToDrop);
        }
    }

    @JsonIgnore
    default boolean isFinal() {
        return state().isFinal();
    }

    /// The newest conductor's; 0 while none has led it, and when it no longer matters.
    default int epoch() {
        return switch (this) {
            case Migrating migrating -> migrating.epoch;
            case Completing completing -> completing.epoch;
            case Finishing finishing -> finishing.epoch;
            case Canceling canceling -> canceling.epoch;
            case Preparing _,
                    Validating _,
                    Scheduled _,
                    Delegated _,
                    Succeeded _,
                    ValidationFailed _,
                    Failed _,
                    Canceled _ -> 0;
        };
    }

    default MigrationState state() {
        return switch (this) {
            case Preparing _, Validating _, Scheduled _, Migrating _, Completing _, Finishing _, Canceling _ ->
                MigrationState.IN_PROGRESS;
            case Delegated delegated -> delegated.words().ourState();
            case Succeeded _ -> MigrationState.SUCCEEDED;
            case ValidationFailed _ -> MigrationState.VALIDATION_FAILED;
            case Failed _ -> MigrationState.FAILED;
            case Canceled _ -> MigrationState.CANCELED;
        };
    }

    default Substate substate() {
        return switch (this) {
            case Preparing _ -> Substate.PERFORMING_PRE_REQUISITE_STEPS;
            case Validating _ -> Substate.VALIDATION_IN_PROGRESS;
            case Scheduled _ -> Substate.WAITING_FOR_DATA_MIGRATION_SCHEDULING;
            case Migrating _ -> Substate.MIGRATING_DATA;
            case Completing _, Finishing _ -> Substate.COMPLETING_MIGRATION;
            case Delegated delegated -> delegated.words().ourSubstate();
            case Canceling _ -> Substate.CANCELING_REQUESTED_DB_MIGRATIONS;
            case Succeeded _, ValidationFailed _, Failed _, Canceled _ -> Substate.COMPLETED;
        };
    }

    default MigrationStatus status() {
        var dossier = dossier();
        return new MigrationStatus(
                dossier.request().id(),
                dossier.revision(),
                state(),
                substate(),
                dossier.request(),
                dossier.requestHash(),
                dossier.requestedAt(),
                dossier.changedAt(),
                dossier.databases(),
                dossier.findings(),
                this instanceof Failed failed ? Optional.of(failed.failure()) : Optional.empty(),
                dossier.obstacle(),
                report(),
                databasesLeft(),
                dossier.stalledSince(),
                dossier.azure(),
                dossier.cancelReason(),
                dossier.preflight(),
                pause());
    }

    /// What was wanted before the last steps is over.
    private Optional<MigrationPause> pause() {
        return switch (this) {
            case Preparing _, Validating _, Scheduled _, Migrating _ ->
                dossier().pause();
            case Completing _,
                    Finishing _,
                    Delegated _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _,
                    Failed _,
                    Canceled _ -> Optional.empty();
        };
    }

    private Optional<Report> report() {
        return switch (this) {
            case Succeeded succeeded -> succeeded.report();
            case Failed failed -> failed.report();
            case Preparing _,
                    Validating _,
                    Scheduled _,
                    Migrating _,
                    Completing _,
                    Finishing _,
                    Delegated _,
                    Canceling _,
                    ValidationFailed _,
                    Canceled _ -> Optional.empty();
        };
    }

    private List<String> databasesLeft() {
        return switch (this) {
            case Failed failed -> failed.databasesToDrop();
            case Canceled canceled -> canceled.databasesToDrop();
            case Preparing _,
                    Validating _,
                    Scheduled _,
                    Migrating _,
                    Completing _,
                    Finishing _,
                    Delegated _,
                    Canceling _,
                    Succeeded _,
                    ValidationFailed _ -> List.of();
        };
    }
}
