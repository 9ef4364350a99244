package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.failure.Finding;
import java.sql.SQLException;
import java.util.List;

/// Looks at one thing and says what is wrong with it.
public interface Check {

    /// In kebab-case; it stands in every finding.
    String name();

    /// Whether it also runs when only the migration was asked for, without validation.
    default boolean indispensable() {
        return false;
    }

    /// @throws SQLException when the check itself could not run
    List<Finding> run(Examination examination) throws SQLException;

    /// The same with what it permits, where it permits anything.
    default CheckOutcome check(Examination examination) throws SQLException {
        return CheckOutcome.of(run(examination));
    }
}
