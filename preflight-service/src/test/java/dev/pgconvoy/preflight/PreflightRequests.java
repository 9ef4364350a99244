package dev.pgconvoy.preflight;

import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Optional;

/// PreflightRequests as tests need them.
public record PreflightRequests(
        ServerEndpoint source, ServerEndpoint target, List<String> databases, MigrationOptions options) {

    public static final MigrationId ID = new MigrationId("target-1", "first");

    public static PreflightRequests aRequest() {
        return new PreflightRequests(
                endpoint("source.example", 5432),
                endpoint("target.example", 5433),
                List.of(),
                MigrationOptions.DEFAULTS);
    }

    public static ServerEndpoint endpoint(String host, int port) {
        return new ServerEndpoint(host, port, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }

    public static ServerEndpoint as(ServerEndpoint endpoint, String user, Optional<SecretRef> password) {
        return new ServerEndpoint(
                endpoint.host(), endpoint.port(), user, password, endpoint.sslMode(), endpoint.maintenanceDatabase());
    }

    public static ServerEndpoint with(ServerEndpoint endpoint, SslMode sslMode) {
        return new ServerEndpoint(
                endpoint.host(),
                endpoint.port(),
                endpoint.user(),
                endpoint.password(),
                sslMode,
                endpoint.maintenanceDatabase());
    }

    public static ServerEndpoint through(ServerEndpoint endpoint, String maintenanceDatabase) {
        return new ServerEndpoint(
                endpoint.host(),
                endpoint.port(),
                endpoint.user(),
                endpoint.password(),
                endpoint.sslMode(),
                maintenanceDatabase);
    }

    public PreflightRequests from(ServerEndpoint server) {
        return new PreflightRequests(server, target, databases, options);
    }

    public PreflightRequests to(ServerEndpoint server) {
        return new PreflightRequests(source, server, databases, options);
    }

    public PreflightRequests of(String... names) {
        return new PreflightRequests(source, target, List.of(names), options);
    }

    public PreflightRequests overwriting() {
        return with(options.migrationOption(), true, options.rights(), options.filters());
    }

    public PreflightRequests option(MigrationOption option) {
        return with(option, options.overwriteDbsInTarget(), options.rights(), options.filters());
    }

    public PreflightRequests rights(RightsOptions rights) {
        return with(options.migrationOption(), options.overwriteDbsInTarget(), rights, options.filters());
    }

    public PreflightRequests filters(Filters filters) {
        return with(options.migrationOption(), options.overwriteDbsInTarget(), options.rights(), filters);
    }

    public PreflightRequests checking(CheckOptions besides) {
        return new PreflightRequests(source, target, databases, options.checking(besides));
    }

    public PreflightRequests copying(CopyOptions how) {
        return new PreflightRequests(source, target, databases, options.copying(how));
    }

    private PreflightRequests with(MigrationOption option, boolean overwrite, RightsOptions rights, Filters filters) {
        var changed = new MigrationOptions(
                option,
                overwrite,
                options.verify(),
                options.jobs(),
                options.executor(),
                rights,
                options.copy(),
                filters,
                options.checks(),
                options.notifications());
        return new PreflightRequests(source, target, databases, changed);
    }

    public MigrationRequest build() {
        return new MigrationRequest(ID, source, target, databases, options);
    }
}
