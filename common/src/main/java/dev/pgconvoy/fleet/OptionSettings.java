package dev.pgconvoy.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import java.util.List;
import java.util.Optional;

/// What a fleet says of the options of its migrations: all servers together, or one of them. `rights`, `copy`,
/// `filters`, `checks` and `notifications` count as a whole: a server that has them takes no part of
/// those of the defaults.
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OptionSettings(
        Optional<MigrationOption> migrationOption,
        Optional<Boolean> overwriteDbsInTarget,
        Optional<VerifyMode> verify,
        Optional<Integer> jobs,
        Optional<ExecutorKind> executor,
        Optional<RightsOptions> rights,
        Optional<CopyOptions> copy,
        Optional<Filters> filters,
        Optional<CheckOptions> checks,
        Optional<List<RequestedReceiver>> notifications) {

    public static final OptionSettings NONE = new OptionSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public OptionSettings {
        notifications = notifications.map(RequestedReceiver::within);
    }

    /// This, and what the other says where this says nothing.
    public OptionSettings or(OptionSettings other) {
        return new OptionSettings(
                migrationOption.or(other::migrationOption),
                overwriteDbsInTarget.or(other::overwriteDbsInTarget),
                verify.or(other::verify),
                jobs.or(other::jobs),
                executor.or(other::executor),
                rights.or(other::rights),
                copy.or(other::copy),
                filters.or(other::filters),
                checks.or(other::checks),
                notifications.or(other::notifications));
    }

    /// Whether a migration goes on, or begins anew, where an earlier one has left databases on the target.
    boolean continueOrOverwrite() {
        return overwriteDbsInTarget.orElse(false)
                || copy.map(CopyOptions::resume).orElse(false);
    }

    /// As a request has them.
    ///
    /// @throws IllegalArgumentException when a value is out of bounds, with the reason
    public MigrationOptions options() {
        var defaults = MigrationOptions.DEFAULTS;
        return new MigrationOptions(
                migrationOption.orElse(defaults.migrationOption()),
                overwriteDbsInTarget.orElse(defaults.overwriteDbsInTarget()),
                verify.orElse(defaults.verify()),
                jobs.orElse(defaults.jobs()),
                executor.orElse(defaults.executor()),
                rights.orElse(defaults.rights()),
                copy.orElse(defaults.copy()),
                filters.orElse(defaults.filters()),
                checks,
                notifications.orElse(List.of()));
    }
}
