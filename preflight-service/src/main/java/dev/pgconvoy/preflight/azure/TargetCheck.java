package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import java.sql.SQLException;
import java.util.List;

/// Asks Azure one thing about the target and says what is wrong with it.
public interface TargetCheck {

    /// In kebab-case; it stands in every finding. What begins with `azure-` comes from Azure's own validation.
    String name();

    /// @throws SQLException when the source could not be asked
    List<Finding> run(TargetExamination examination) throws SQLException;
}
