package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How to migrate.
///
/// @param overwriteDbsInTarget whether a database that exists on the target is dropped and copied anew
/// @param jobs copies that run at once for this migration, 1 to 64
/// @param checks what is checked besides; left out of JSON when nothing is said about it
/// @param notifications who is told of it; left out of JSON where nobody is named
public record MigrationOptions(
        MigrationOption migrationOption,
        boolean overwriteDbsInTarget,
        VerifyMode verify,
        int jobs,
        ExecutorKind executor,
        RightsOptions rights,
        CopyOptions copy,
        Filters filters,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CheckOptions> checks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RequestedReceiver> notifications) {

    public static final int DEFAULT_JOBS = 4;
    public static final int MOST_JOBS = 64;
    private static final int MOST_DATABASES_AT_ONCE = 4;
    public static final MigrationOptions DEFAULTS = new MigrationOptions(
            MigrationOption.VALIDATE_AND_MIGRATE,
            false,
            VerifyMode.FULL,
            DEFAULT_JOBS,
            ExecutorKind.WORKERS,
            RightsOptions.DEFAULTS,
            CopyOptions.DEFAULTS,
            Filters.NONE);

    public MigrationOptions {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new IllegalArgumentException("jobs must be between 1 and " + MOST_JOBS);
        }
        checks = checks.filter(options -> !options.equals(CheckOptions.DEFAULTS));
        notifications = RequestedReceiver.within(notifications);
    }

    public MigrationOptions(
            MigrationOption migrationOption,
            boolean overwriteDbsInTarget,
            VerifyMode verify,
            int jobs,
            ExecutorKind executor,
            RightsOptions rights,
            CopyOptions copy,
            Filters filters) {
        this(
                migrationOption,
                overwriteDbsInTarget,
                verify,
                jobs,
                executor,
                rights,
                copy,
                filters,
                Optional.empty(),
                List.of());
    }

    /// The same with these checks besides.
    public MigrationOptions checking(CheckOptions besides) {
        return new MigrationOptions(
                migrationOption,
                overwriteDbsInTarget,
                verify,
                jobs,
                executor,
                rights,
                copy,
                filters,
                Optional.of(besides),
                notifications);
    }

    /// The same copied so.
    public MigrationOptions copying(CopyOptions how) {
        return new MigrationOptions(
                migrationOption,
                overwriteDbsInTarget,
                verify,
                jobs,
                executor,
                rights,
                how,
                filters,
                checks,
                notifications);
    }

    /// The same moved by this one.
    public MigrationOptions by(ExecutorKind other) {
        return new MigrationOptions(
                migrationOption,
                overwriteDbsInTarget,
                verify,
                jobs,
                other,
                rights,
                copy,
                filters,
                checks,
                notifications);
    }

    /// The same with these told of it.
    public MigrationOptions telling(List<RequestedReceiver> receivers) {
        return new MigrationOptions(
                migrationOption,
                overwriteDbsInTarget,
                verify,
                jobs,
                executor,
                rights,
                copy,
                filters,
                checks,
                receivers);
    }

    public CheckOptions checksBesides() {
        return checks.orElse(CheckOptions.DEFAULTS);
    }

    @JsonCreator
    static MigrationOptions create(
            @JsonProperty("migrationOption") @Nullable MigrationOption migrationOption,
            @JsonProperty("overwriteDbsInTarget") @Nullable Boolean overwriteDbsInTarget,
            @JsonProperty("verify") @Nullable VerifyMode verify,
            @JsonProperty("jobs") @Nullable Integer jobs,
            @JsonProperty("executor") @Nullable ExecutorKind executor,
            @JsonProperty("rights") @Nullable RightsOptions rights,
            @JsonProperty("copy") @Nullable CopyOptions copy,
            @JsonProperty("filters") @Nullable Filters filters,
            @JsonProperty("checks") @Nullable Optional<CheckOptions> checks,
            @JsonProperty("notifications") @Nullable List<RequestedReceiver> notifications) {
        return new MigrationOptions(
                requireNonNullElse(migrationOption, DEFAULTS.migrationOption),
                requireNonNullElse(overwriteDbsInTarget, DEFAULTS.overwriteDbsInTarget),
                requireNonNullElse(verify, DEFAULTS.verify),
                requireNonNullElse(jobs, DEFAULTS.jobs),
                requireNonNullElse(executor, DEFAULTS.executor),
                requireNonNullElse(rights, DEFAULTS.rights),
                requireNonNullElse(copy, DEFAULTS.copy),
                requireNonNullElse(filters, DEFAULTS.filters),
                requireNonNullElse(checks, Optional.<CheckOptions>empty()),
                requireNonNullElse(notifications, List.of()));
    }

    /// How many databases are worked on side by side, at most.
    public int databasesAtOnce() {
        return Math.min(jobs, MOST_DATABASES_AT_ONCE);
    }
}
