package dev.pgconvoy.preflight.estimate;

import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.MeasuredRates;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/// Estimates what a migration takes. Where somebody only asks for the checks, there is time to measure well; before a
/// migration it must not hold up more than the checks do.
public final class EstimateMigration {

    private static final Logger LOG = Logger.getLogger(EstimateMigration.class);

    private static final Duration BEFORE_NOTHING = Duration.ofMillis(400);
    private static final Duration BEFORE_A_MIGRATION = Duration.ofMillis(15);

    private static final String MAX_WAL = """
            SELECT pg_size_bytes(current_setting('max_wal_size'))""";

    private final LongSupplier nanoTime;

    public EstimateMigration(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Empty where no data would be moved, and where a server does not tell: an estimate is no reason to fail.
    public Optional<Estimate> estimate(Examination examination) {
        return longestMeasurement(examination.request().options().migrationOption())
                .flatMap(longest -> measured(examination, longest));
    }

    private static Optional<Duration> longestMeasurement(MigrationOption option) {
        return switch (option) {
            case VALIDATE -> Optional.of(BEFORE_NOTHING);
            case VALIDATE_AND_MIGRATE -> Optional.of(BEFORE_A_MIGRATION);
            case MIGRATE, VERIFY -> Optional.empty();
        };
    }

    private Optional<Estimate> measured(Examination examination, Duration longest) {
        try {
            var sizes = DatabaseSizes.of(examination);
            var options = examination.request().options();
            var rates = rates(examination, longest);
            var conditions = new CopyConditions(
                    options.jobs(), areApart(examination), options.verify() == VerifyMode.FULL, rates);
            return Optional.of(MigrationModel.estimate(sizes, conditions, target(examination.target())));
        } catch (SQLException | RuntimeException e) {
            LOG.infof(
                    "The migration %s is not estimated: %s",
                    examination.request().id(), ServerErrorText.ofAny(e));
            return Optional.empty();
        }
    }

    /// In sessions of its own: others would have to wait for those of the checks, and it
    /// for them. Where other checks have sessions for a moment, too, they cost no login.
    private MeasuredRates rates(Examination examination, Duration longest) throws SQLException {
        var atSource = examination.source();
        var atTarget = examination.target();
        var database = DatabaseCheck.reachable(examination).stream()
                .findFirst()
                .orElse(atSource.endpoint().maintenanceDatabase());
        try (var source = atSource.in(database);
                var target = atTarget.in(atTarget.endpoint().maintenanceDatabase())) {
            return new RateMeasurement(nanoTime, longest).of(source, target);
        }
    }

    private static boolean areApart(Examination examination) {
        return !examination
                .source()
                .endpoint()
                .host()
                .equalsIgnoreCase(examination.target().endpoint().host());
    }

    private static MigrationModel.Target target(ServerSession target) throws SQLException {
        return new MigrationModel.Target(
                target.query(MAX_WAL, row -> row.getLong(1)).getFirst());
    }
}
