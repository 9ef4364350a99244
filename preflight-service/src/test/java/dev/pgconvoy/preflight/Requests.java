package dev.pgconvoy.preflight;

import dev.pgconvoy.migration.CheckOptions;
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

/// Requests as tests need them.
public record Requests(ServerEndpoint source, ServerEndpoint target, List<String> databases, MigrationOptions options) {

    public static final MigrationId ID = new MigrationId("target-1", "first");

    public static Requests aRequest() {
        return new Requests(
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

    public Requests from(ServerEndpoint server) {
        return new Requests(server, target, databases, options);
    }

    public Requests to(ServerEndpoint server) {
        return new Requests(source, server, databases, options);
    }

    public Requests of(String... names) {
        return new Requests(source, target, List.of(names), options);
    }

    public Requests overwriting() {
        return with(options.migrationOption(), true, options.rights(), options.filters());
    }

    public Requests option(MigrationOption option) {
        return with(option, options.overwriteDbsInTarget(), options.rights(), options.filters());
    }

    public Requests rights(RightsOptions rights) {
        return with(options.migrationOption(), options.overwriteDbsInTarget(), rights, options.filters());
    }

    public Requests filters(Filters filters) {
        return with(options.migrationOption(), options.overwriteDbsInTarget(), options.rights(), filters);
    }

    public Requests checking(CheckOptions besides) {
        return new Requests(source, target, databases, options.checking(besides));
    }

    private Requests with(MigrationOption option, boolean overwrite, RightsOptions rights, Filters filters) {
        var changed = new MigrationOptions(
                option,
                overwrite,
                options.verify(),
                options.jobs(),
                options.executor(),
                rights,
                options.copy(),
                filters,
                options.checks());
        return new Requests(source, target, databases, changed);
    }

    public MigrationRequest build() {
        return new MigrationRequest(ID, source, target, databases, options);
    }
}
