package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.InstalledExtensions.Installed;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every extension of the source must be in the target's `azure.extensions`.
final class AllowedExtensions implements TargetCheck {

    static final String PARAMETER = "azure.extensions";

    /// @param allowed empty when Azure does not tell it
    /// @param installed empty when the source could not be asked
    record Row(TargetResource target, Optional<ListedNames> allowed, Optional<List<Installed>> installed) {}

    @Override
    public String name() {
        return "target-allowed-extensions";
    }

    @Override
    public List<Finding> run(TargetExamination examination) throws SQLException {
        var allowed = examination.facts().parameter(PARAMETER).map(ListedNames::parse);
        var connected = examination.connected();
        return assess(new Row(
                examination.target(),
                allowed,
                connected.isEmpty()
                        ? Optional.empty()
                        : Optional.of(connected.get().installedExtensions())));
    }

    List<Finding> assess(Row row) {
        if (row.allowed.isEmpty()) {
            return List.of(ParameterTold.untold(name(), row.target, PARAMETER));
        }
        var allowed = row.allowed.get();
        return row.installed
                .map(installed -> compared(row.target, allowed, installed))
                .orElseGet(() -> List.of(Finding.info(
                        name(),
                        FindingCode.PARAMETER_IS,
                        row.target.object(),
                        allowed.names().isEmpty()
                                ? "azure.extensions is empty: a source with extensions cannot be moved there yet."
                                : "azure.extensions allows " + NameListing.of(allowed.names()) + ".")));
    }

    private List<Finding> compared(TargetResource target, ListedNames allowed, List<Installed> installed) {
        var missing = installed.stream()
                .filter(each -> !allowed.has(each.extension()))
                .toList();
        var names = missing.stream().map(Installed::extension).collect(Collectors.toCollection(TreeSet::new));
        var command = AzCommand.setting(target, PARAMETER, allowed.with(names));
        return missing.stream()
                .map(each -> Finding.error(
                                name(),
                                FindingCode.EXTENSION_NOT_ALLOWED,
                                "extension %s in \"%s\"".formatted(each.extension(), each.database()),
                                "%s does not allow it in azure.extensions.".formatted(target.object()),
                                "Set it: %s, or leave it out (excludeExtensions, --exclude-extension)."
                                        .formatted(command))
                        .inAzure(command))
                .toList();
    }
}
