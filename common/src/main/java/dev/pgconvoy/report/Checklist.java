package dev.pgconvoy.report;

import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.text.Quantities;
import dev.pgconvoy.text.ShellText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// What is left to do once a server has got its data, with the commands for this server:
/// the steps of Azure's tutorial after an offline migration. What only Azure has is said of
/// servers in Azure only.
public final class Checklist {

    private static final Set<MigrationOption> MOVING =
            Set.of(MigrationOption.MIGRATE, MigrationOption.VALIDATE_AND_MIGRATE);
    private static final int MOST_DATABASES = 20;
    private static final int MOST_LOOKED_AT = 3;
    private static final String SHELL = "In a shell";
    private static final String LARGEST_TABLES =
            "SELECT relname, n_live_tup FROM pg_stat_user_tables ORDER BY n_live_tup DESC LIMIT 10";
    private static final String SESSIONS =
            "SELECT datname, state, wait_event_type, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC";

    private final MigrationStatus status;
    private final ServerEndpoint source;
    private final ServerEndpoint target;
    private final List<String> databases;

    private Checklist(MigrationStatus status) {
        this.status = status;
        this.source = status.request().source();
        this.target = status.request().target();
        var named = status.request().databases();
        this.databases = named.isEmpty()
                ? status.databases().stream().map(DatabaseProgress::database).toList()
                : named;
    }

    /// Empty unless the migration has moved something and succeeded.
    ///
    /// @param status with its report
    public static List<ChecklistStep> of(MigrationStatus status) {
        return status.state() == MigrationState.SUCCEEDED
                        && MOVING.contains(status.request().options().migrationOption())
                ? new Checklist(status).steps()
                : List.of();
    }

    /// Whether Azure's command line can do something with the target.
    public static boolean isInAzure(MigrationStatus status) {
        return AzureTarget.of(status.request()).isPresent();
    }

    private List<ChecklistStep> steps() {
        var azure = AzureTarget.of(status.request());
        var steps = new ArrayList<ChecklistStep>();
        steps.add(verification());
        azure.ifPresent(server -> {
            steps.add(availability(server));
            steps.add(size(server));
        });
        steps.add(connections(azure.isPresent()));
        steps.add(watching(azure));
        return steps;
    }

    private ChecklistStep verification() {
        var lines = new ArrayList<ChecklistStep.Line>();
        lines.add(shell("./pgconvoy verify --source %s --target %s%s"
                .formatted(
                        uri(source, source.maintenanceDatabase()),
                        uri(target, target.maintenanceDatabase()),
                        names())));
        databases.stream()
                .limit(MOST_LOOKED_AT)
                .map(database ->
                        shell("psql %s -c %s".formatted(uri(target, database), ShellText.quoted(LARGEST_TABLES))))
                .forEach(lines::add);
        return new ChecklistStep(
                "Verify that the target is an exact copy",
                compared()
                        + " Before the applications write to the target, it can be compared with the source once more, and"
                        + " looked at.",
                lines);
    }

    /// What the migration itself has proven.
    private String compared() {
        return status.report()
                .filter(report -> report.verify() != VerifyMode.OFF)
                .map(report -> "The migration has compared %s of %s tables by %s, with %s differences."
                        .formatted(
                                Quantities.count(sum(report, Report.DatabaseReport::verifiedTables)),
                                Quantities.count(sum(report, Report.DatabaseReport::tableCount)),
                                report.verify() == VerifyMode.FULL ? "their content" : "their numbers of rows",
                                Quantities.count(sum(report, Report.DatabaseReport::differenceCount))))
                .orElse("The migration has not compared the tables.");
    }

    private static long sum(Report report, ToLongFunction<Report.DatabaseReport> count) {
        return report.databases().stream().mapToLong(count).sum();
    }

    private static ChecklistStep availability(AzureTarget server) {
        return new ChecklistStep(
                "Turn on high availability, if it is needed",
                "Do it after the verification: a standby would have slowed the copy down.",
                inAzure(
                        server,
                        "az postgres flexible-server update%s --high-availability ZoneRedundant"
                                .formatted(server.options())));
    }

    private static ChecklistStep size(AzureTarget server) {
        return new ChecklistStep(
                "Choose the size that the applications need",
                "The server starts again with it. Put the name of a size in the place of <SKU>, such as Standard_D4ds_v5.",
                inAzure(
                        server,
                        "az postgres flexible-server update%s --tier GeneralPurpose --sku-name <SKU>"
                                .formatted(server.options())));
    }

    private ChecklistStep connections(boolean isInAzure) {
        var lines = new ArrayList<ChecklistStep.Line>();
        shown().forEach(database -> {
            lines.add(new ChecklistStep.Line("Before", address(source, database, mode(source))));
            lines.add(new ChecklistStep.Line(
                    "After",
                    address(target, database, isInAzure ? "?sslmode=verify-full&sslrootcert=system" : mode(target))));
        });
        var more = databases.size() - MOST_DATABASES;
        return new ChecklistStep(
                "Point the applications to the target",
                "Change the connection strings, and stop the applications from writing to the source."
                        + (more > 0 ? " %s more databases go the same way.".formatted(Quantities.count(more)) : ""),
                lines);
    }

    private ChecklistStep watching(Optional<AzureTarget> azure) {
        var lines = new ArrayList<ChecklistStep.Line>();
        azure.map(server -> inAzure(
                        server,
                        "az monitor metrics list --resource \"$(az postgres flexible-server show%s --query id --output tsv)\" --metric cpu_percent memory_percent storage_percent active_connections"
                                .formatted(server.options())))
                .ifPresent(lines::addAll);
        lines.add(shell(
                "psql %s -c %s".formatted(uri(target, target.maintenanceDatabase()), ShellText.quoted(SESSIONS))));
        return new ChecklistStep(
                "Watch the target for some days",
                "Look at processor, memory, storage and connections, and with pg_stat_statements at slow queries, to see whether"
                        + " something needs tuning.",
                lines);
    }

    private static List<ChecklistStep.Line> inAzure(AzureTarget server, String command) {
        return Stream.concat(server.lookUp().stream(), Stream.of(command))
                .map(Checklist::shell)
                .toList();
    }

    private static ChecklistStep.Line shell(String command) {
        return new ChecklistStep.Line(SHELL, command);
    }

    private Stream<String> shown() {
        return databases.stream().limit(MOST_DATABASES);
    }

    private String names() {
        return status.request().databases().isEmpty()
                ? ""
                : " --databases "
                        + ShellText.quoted(String.join(",", status.request().databases()));
    }

    private static String uri(ServerEndpoint server, String database) {
        return ShellText.quoted("postgres://%s@%s/%s%s"
                .formatted(encoded(server.user()), server.address(), encoded(database), mode(server)));
    }

    private static String address(ServerEndpoint server, String database, String parameters) {
        return "postgres://<user>@%s/%s%s".formatted(server.address(), encoded(database), parameters);
    }

    /// Nothing where it is what is taken without it.
    private static String mode(ServerEndpoint server) {
        return server.sslMode() == SslMode.PREFER
                ? ""
                : "?sslmode=" + server.sslMode().text();
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
