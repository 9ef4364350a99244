package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.MigrationState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Azure takes one migration at a time to a server, and each name once. A second active one it refuses only after it
/// has been created; ours wait for each other, so this is a warning.
final class TargetMigrations implements TargetCheck {

    /// @param known the state of the migration that has our name
    record Row(TargetResource target, String name, List<String> active, Optional<String> known) {}

    @Override
    public String name() {
        return "target-migrations";
    }

    @Override
    public List<Finding> run(TargetExamination examination) {
        var name = examination.request().id().name();
        return assess(new Row(
                examination.target(),
                name,
                examination.facts().activeMigrations(),
                examination.isAzures() ? examination.facts().migration(name) : Optional.empty()));
    }

    List<Finding> assess(Row row) {
        var findings = new ArrayList<Finding>();
        row.known
                .flatMap(MigrationState::known)
                .filter(MigrationState::isFinal)
                .ifPresent(state -> findings.add(Finding.error(
                        name(),
                        FindingCode.MIGRATION_NAME_USED,
                        migration(row, row.name),
                        "Azure has a migration of this name already, and it is %s.".formatted(state.text()),
                        "Request it under another name.")));
        active(row)
                .forEach(other -> findings.add(Finding.warning(
                        name(),
                        FindingCode.MIGRATION_ACTIVE,
                        migration(row, other),
                        "It is active, and Azure takes one migration at a time to a server.",
                        "Wait until it ends, or cancel it: %s --cancel"
                                .formatted(AzCommand.ofServer(
                                        "migration update", "--name", row.target, "--migration-name", other)))));
        return findings;
    }

    private static Stream<String> active(Row row) {
        return row.active.stream().filter(name -> !name.equalsIgnoreCase(row.name));
    }

    private static String migration(Row row, String name) {
        return "migration %s to the %s".formatted(name, row.target.object());
    }
}
