package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.secret.Loopback;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a server is and as whom to connect.
///
/// @param password a reference or a sealed value; empty where the server trusts us
/// @param maintenanceDatabase the database to connect to before the migrated ones exist
/// @param tls left out of JSON when nothing is said about it
public record ServerEndpoint(
        String host,
        int port,
        String user,
        Optional<SecretRef> password,
        SslMode sslMode,
        String maintenanceDatabase,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<TlsOptions> tls) {

    private static final SecretRef ANY_SEALED = new SecretRef.Sealed("A".repeat(44));
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._:-]{0,253}[A-Za-z0-9])?|::1");

    @com.fasterxml.jackson.annotation.JsonCreator
    static ServerEndpoint create(
            @JsonProperty(value = "host", required = true) String host,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty(value = "user", required = true) String user,
            @JsonProperty("password") @Nullable Optional<SecretRef> password,
            @JsonProperty("sslMode") @Nullable SslMode sslMode,
            @JsonProperty("maintenanceDatabase") @Nullable String maintenanceDatabase,
            @JsonProperty("tls") @Nullable Optional<TlsOptions> tls) {
        var options = requireNonNullElse(tls, Optional.<TlsOptions>empty());
        return new ServerEndpoint(
                host,
                requireNonNullElse(port, 5432),
                user,
                requireNonNullElse(password, Optional.<SecretRef>empty()),
                requireNonNullElse(sslMode, defaultMode(options)),
                requireNonNullElse(maintenanceDatabase, "postgres"),
                options);
    }

    /// Who names roots wants them looked at.
    public static SslMode defaultMode(Optional<TlsOptions> tls) {
        return tls.flatMap(TlsOptions::rootCertificates).isPresent() ? SslMode.VERIFY_FULL : SslMode.PREFER;
    }

    public ServerEndpoint(
            String host,
            int port,
            String user,
            Optional<SecretRef> password,
            SslMode sslMode,
            String maintenanceDatabase) {
        this(host, port, user, password, sslMode, maintenanceDatabase, Optional.empty());
    }

    public ServerEndpoint {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host must be a host name or an IP address");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 1 and 65535");
        }
        tls = tls.filter(options -> !options.equals(TlsOptions.NONE));
        tls.ifPresent(options -> options.requireThatItFits(sslMode));
        if (password.filter(SecretRef.EntraToken.class::isInstance).isPresent()) {
            requireSafeForTokens(host, sslMode);
        }
        NameBounds.requireName("user", user);
        NameBounds.requireName("maintenanceDatabase", maintenanceDatabase);
    }

    /// Whoever gets a token can be that identity elsewhere, so the server has to prove who it is.
    private static void requireSafeForTokens(String host, SslMode sslMode) {
        if (Loopback.isLoopback(host) ? !sslMode.isAlwaysEncrypted() : !sslMode.isVerified()) {
            throw new IllegalArgumentException(
                    Loopback.isLoopback(host)
                            ? "a token (entra:) needs sslMode require, verify-ca or verify-full"
                            : "a token (entra:) needs sslMode verify-full or verify-ca");
        }
    }

    /// For showing: nobody needs the password, not even sealed, to know which server this is.
    public ServerEndpoint withoutPassword() {
        return new ServerEndpoint(
                host,
                port,
                user,
                Optional.empty(),
                sslMode,
                maintenanceDatabase,
                tls.flatMap(TlsOptions::withoutClient));
    }

    /// For comparing: all sealed passwords are alike.
    ServerEndpoint withoutCiphertext() {
        return new ServerEndpoint(
                host,
                port,
                user,
                password.map(reference -> reference instanceof SecretRef.Sealed ? ANY_SEALED : reference),
                sslMode,
                maintenanceDatabase,
                tls.map(TlsOptions::withoutCiphertext));
    }

    /// What its password is used for.
    public PasswordUse passwordUse(MigrationId id, ServerSide side) {
        return new PasswordUse(id.toString(), side, host, port, user);
    }

    public ServerEndpoint withTls(Optional<TlsOptions> options) {
        return new ServerEndpoint(host, port, user, password, sslMode, maintenanceDatabase, options);
    }

    public ServerEndpoint withPassword(SecretRef reference) {
        return new ServerEndpoint(host, port, user, Optional.of(reference), sslMode, maintenanceDatabase, tls);
    }

    /// Whether others than this machine could read or change what passes.
    public boolean leavesThisMachine() {
        return !Loopback.isLoopback(host);
    }

    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
