package dev.pgconvoy.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.secret.SecretRef;
import java.util.Optional;

/// What a fleet says of an end: all of it, or the part that all servers share.
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record EndpointSettings(
        Optional<String> host,
        Optional<Integer> port,
        Optional<String> user,
        Optional<SecretRef> password,
        Optional<SslMode> sslMode,
        Optional<String> maintenanceDatabase,
        Optional<TlsOptions> tls) {

    public static final EndpointSettings NONE = new EndpointSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public static final int DEFAULT_PORT = 5432;
    public static final String DEFAULT_MAINTENANCE_DATABASE = "postgres";

    /// This, and what the other says where this says nothing.
    public EndpointSettings or(EndpointSettings other) {
        return new EndpointSettings(
                host.or(other::host),
                port.or(other::port),
                user.or(other::user),
                password.or(other::password),
                sslMode.or(other::sslMode),
                maintenanceDatabase.or(other::maintenanceDatabase),
                tls.or(other::tls));
    }

    /// As a request has it.
    ///
    /// @throws IllegalArgumentException when it is no endpoint, with the reason
    public ServerEndpoint endpoint() {
        return new ServerEndpoint(
                host.orElseThrow(() -> new IllegalArgumentException("host is missing, here and in the defaults")),
                port.orElse(DEFAULT_PORT),
                user.orElseThrow(() -> new IllegalArgumentException("user is missing, here and in the defaults")),
                password,
                sslMode.orElseGet(() -> ServerEndpoint.defaultMode(tls)),
                maintenanceDatabase.orElse(DEFAULT_MAINTENANCE_DATABASE),
                tls);
    }
}
