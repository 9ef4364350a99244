package dev.pgconvoy.preflight.azure;

import static java.util.stream.Collectors.joining;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.preflight.examination.InstalledExtensions.Installed;
import dev.pgconvoy.preflight.examination.NameListing;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Some extensions work only where their library is loaded when the server starts.
final class PreloadedLibraries implements TargetCheck {

    static final String PARAMETER = "shared_preload_libraries";

    /// By extension: the library. Those of `wal2json` and the like belong to no extension.
    private static final Map<String, String> LIBRARIES = Map.of(
            "pg_cron", "pg_cron",
            "pg_hint_plan", "pg_hint_plan",
            "pg_partman", "pg_partman_bgw",
            "pg_prewarm", "pg_prewarm",
            "pg_stat_statements", "pg_stat_statements",
            "pgaudit", "pgaudit",
            "pglogical", "pglogical");

    /// Without the library these cannot even be created; the others can, and do nothing.
    private static final Set<String> REFUSED_WITHOUT = Set.of("pg_cron", "pgaudit", "pglogical");

    record Row(TargetResource target, Optional<ListedNames> loaded, Optional<List<Installed>> installed) {}

    @Override
    public String name() {
        return "target-preloaded-libraries";
    }

    @Override
    public List<Finding> run(TargetExamination examination) throws SQLException {
        var loaded = examination.facts().parameter(PARAMETER).map(ListedNames::parse);
        var connected = examination.connected();
        return assess(new Row(
                examination.target(),
                loaded,
                connected.isEmpty()
                        ? Optional.empty()
                        : Optional.of(connected.get().installedExtensions())));
    }

    List<Finding> assess(Row row) {
        if (row.loaded.isEmpty()) {
            return List.of(ParameterTold.untold(name(), row.target, PARAMETER));
        }
        var loaded = row.loaded.get();
        return row.installed
                .map(installed -> compared(row.target, loaded, installed))
                .orElseGet(() -> List.of(Finding.info(
                        name(),
                        FindingCode.PARAMETER_IS,
                        row.target.object(),
                        loaded.names().isEmpty()
                                ? "shared_preload_libraries is empty."
                                : "shared_preload_libraries has " + NameListing.of(loaded.names()) + ".")));
    }

    /// One command loads all of them: it sets the whole list. The restart that it needs ends sessions, so that it
    /// stands in the remedy alone.
    private List<Finding> compared(TargetResource target, ListedNames loaded, List<Installed> installed) {
        var missing = installed.stream()
                .flatMap(each -> Optional.ofNullable(LIBRARIES.get(each.extension())).stream())
                .filter(library -> !loaded.has(library))
                .distinct();
        var command = AzCommand.setting(
                target,
                PARAMETER,
                Stream.concat(loaded.names().stream(), missing).collect(joining(",")));
        return installed.stream()
                .flatMap(each -> compared(target, loaded, each, command))
                .toList();
    }

    private Stream<Finding> compared(TargetResource target, ListedNames loaded, Installed installed, String command) {
        return Optional.ofNullable(LIBRARIES.get(installed.extension()))
                .filter(library -> !loaded.has(library))
                .map(library -> Finding.of(
                                name(),
                                FindingCode.LIBRARY_NOT_PRELOADED,
                                REFUSED_WITHOUT.contains(installed.extension()) ? Severity.ERROR : Severity.WARNING,
                                "extension %s in \"%s\"".formatted(installed.extension(), installed.database()),
                                "It needs %s in shared_preload_libraries, which %s does not have."
                                        .formatted(library, target.object()),
                                "Add %s to shared_preload_libraries: %s. Then restart the server, which ends all sessions: %s"
                                        .formatted(library, command, AzCommand.ofServer("restart", "--name", target)))
                        .inAzure(command))
                .stream();
    }
}
