package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.ClearTextPasswordException;
import dev.pgconvoy.postgres.pooler.SharedSessionException;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.preflight.model.ExaminedSide;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.tls.RefusedClient;
import dev.pgconvoy.tls.UntrustedServerException;
import java.util.Locale;

/// Turns a refused connection into a finding. It is not in the list of checks: without both servers there is nothing
/// else to check.
public final class ConnectionFindings {

    private ConnectionFindings() {}

    public static Finding assess(ConnectionRefusal refusal) {
        var endpoint = refusal.endpoint();
        return switch (refusal.reason()) {
            case UNKNOWN_HOST ->
                found(
                        refusal,
                        FindingCode.CANNOT_CONNECT,
                        "The host name %s is not known here.".formatted(endpoint.host()),
                        "Correct the host, or let the pgconvoy services resolve it (DNS).");
            case NOT_LISTENING ->
                found(
                        refusal,
                        FindingCode.CANNOT_CONNECT,
                        "The connection was refused: nothing listens on port %d.".formatted(endpoint.port()),
                        "Start the server, correct host and port, or set listen_addresses.");
            case NO_ANSWER ->
                found(
                        refusal,
                        FindingCode.CANNOT_CONNECT,
                        "There was no answer in time.",
                        "Open the firewall for the pgconvoy services, or correct host and port.");
            case NO_SSL ->
                found(
                        refusal,
                        FindingCode.NO_SSL,
                        "The server has no SSL, and sslMode %s demands it."
                                .formatted(endpoint.sslMode().text()),
                        "Enable ssl on the server, or use sslMode prefer.");
            case UNKNOWN_ROOT ->
                found(
                        refusal,
                        FindingCode.UNKNOWN_ROOT,
                        refusal.said(),
                        UntrustedServerException.Reason.UNKNOWN_ROOT.remedy());
            case WRONG_SERVER_NAME ->
                found(
                        refusal,
                        FindingCode.WRONG_SERVER_NAME,
                        refusal.said(),
                        UntrustedServerException.Reason.WRONG_NAME.remedy());
            case SERVER_CERTIFICATE_EXPIRED ->
                found(
                        refusal,
                        FindingCode.SERVER_CERTIFICATE_EXPIRED,
                        refusal.said(),
                        UntrustedServerException.Reason.EXPIRED.remedy());
            case SERVER_CERTIFICATE_UNUSABLE ->
                found(
                        refusal,
                        FindingCode.TLS_FAILED,
                        refusal.said(),
                        UntrustedServerException.Reason.UNUSABLE.remedy());
            case CLIENT_CERTIFICATE_MISSING ->
                found(
                        refusal,
                        FindingCode.CLIENT_CERTIFICATE_MISSING,
                        "The server asks user %s for a client certificate and the request has none."
                                .formatted(endpoint.user()),
                        "Add tls.clientCertificate and tls.clientKey to the request (--ssl-cert and --ssl-key of ./pgconvoy).");
            case CLIENT_CERTIFICATE_REFUSED ->
                found(
                        refusal,
                        FindingCode.CLIENT_CERTIFICATE_REFUSED,
                        "The server refuses the request's client certificate, or ended the connection when it saw it: "
                                + refusal.said(),
                        RefusedClient.REMEDY);
            case NO_CHANNEL_BINDING ->
                found(
                        refusal,
                        FindingCode.NO_CHANNEL_BINDING,
                        "The server does not prove the password for this link, and channelBinding require demands it: "
                                + refusal.said(),
                        "Let the server ask for scram-sha-256 over TLS (PostgreSQL 11 or newer, pg_hba.conf, a password of that kind) and give the request the password, or use channelBinding prefer.");
            case TLS_FAILED ->
                found(
                        refusal,
                        FindingCode.TLS_FAILED,
                        "The encrypted connection could not be made: " + refusal.said(),
                        "Check ssl_min_protocol_version, ssl_ciphers and the certificate of the server, and what stands between it and the pgconvoy services.");
            case WRONG_PASSWORD ->
                found(
                        refusal,
                        FindingCode.LOGIN_REFUSED,
                        "The password of user %s is wrong.".formatted(endpoint.user()),
                        endpoint.tls().flatMap(TlsOptions::clientCertificate).isEmpty()
                                ? "Correct the user, or the password (%s, or what the password's reference holds)."
                                        .formatted(variable(refusal.side()))
                                : "Correct the user, or the password (%s, or what the password's reference holds). Where pg_hba.conf says clientcert=verify-full, the client certificate must be for this user (its CN), too."
                                        .formatted(variable(refusal.side())));
            case PASSWORD_MISSING ->
                found(
                        refusal,
                        FindingCode.LOGIN_REFUSED,
                        "The server asks user %s for a password and the request has none.".formatted(endpoint.user()),
                        "Set %s for the command (./pgconvoy), or add the password's reference to the request (env:, file: or sealed:)."
                                .formatted(variable(refusal.side())));
            case LOGIN_NOT_ALLOWED ->
                found(
                        refusal,
                        FindingCode.LOGIN_REFUSED,
                        "User %s may not log in from here: %s".formatted(endpoint.user(), refusal.said()),
                        "Allow the user and this machine in pg_hba.conf (hostssl needs sslMode require or more, cert and clientcert need a client certificate for this user), or correct the user.");
            case NO_SUCH_DATABASE ->
                found(
                        refusal,
                        refusal.side() == ExaminedSide.SOURCE
                                ? FindingCode.MISSING_ON_SOURCE
                                : FindingCode.NO_MAINTENANCE_DATABASE,
                        "There is no database %s on the server.".formatted(endpoint.maintenanceDatabase()),
                        "Correct the name of the database (in the URI, or maintenanceDatabase).");
            case DATABASE_NOT_ALLOWED ->
                found(
                        refusal,
                        FindingCode.MAY_NOT_CONNECT,
                        "User %s may not connect to the database %s."
                                .formatted(endpoint.user(), endpoint.maintenanceDatabase()),
                        "Grant CONNECT on it, or name another maintenanceDatabase.");
            case NOT_READY ->
                found(
                        refusal,
                        FindingCode.CANNOT_CONNECT,
                        "The server takes no connection now: " + refusal.said(),
                        "Wait until it has started, or raise max_connections; then request again under another name.");
            case SERVER_TOO_OLD ->
                refusal.side() == ExaminedSide.SOURCE
                        ? Finding.error(
                                "source-version",
                                FindingCode.SOURCE_TOO_OLD,
                                refusal.side().server(endpoint),
                                refusal.said(),
                                "Upgrade the source first.")
                        : found(
                                refusal,
                                FindingCode.TARGET_TOO_OLD,
                                refusal.said(),
                                "Choose a target with the major version of the source, or a newer one.");
            case SECRET_UNRESOLVED ->
                found(
                        refusal,
                        FindingCode.SECRET_UNRESOLVED,
                        "A password, certificate or key that the connection needs cannot be had. " + refusal.said(),
                        "Correct it in the request, or provide what it names to every pgconvoy service.");
            case SERVER_NOT_ALLOWED ->
                found(
                        refusal,
                        FindingCode.SERVER_NOT_ALLOWED,
                        refusal.said(),
                        "Name an allowed server and user, or set %s for every pgconvoy service."
                                .formatted(AllowedServers.variable(
                                        AllowedServers.setting(refusal.side().serverSide()))));
            case CLEAR_TEXT_PASSWORD ->
                found(refusal, FindingCode.CLEAR_TEXT_PASSWORD, refusal.said(), ClearTextPasswordException.REMEDY);
            case SHARED_SESSIONS ->
                found(refusal, FindingCode.SHARED_SESSIONS, refusal.said(), SharedSessionException.REMEDY);
            case OTHER ->
                found(
                        refusal,
                        FindingCode.CANNOT_CONNECT,
                        "The connection failed: " + refusal.said(),
                        "Check that the server runs and that host, port, user and sslMode are right.");
        };
    }

    /// Where the command looks for the password.
    private static String variable(ExaminedSide side) {
        return "PGCONVOY_%s_PASSWORD".formatted(side.toString().toUpperCase(Locale.ROOT));
    }

    private static Finding found(ConnectionRefusal refusal, FindingCode code, String message, String remedy) {
        return Finding.error(
                "connect-" + refusal.side(), code, refusal.side().server(refusal.endpoint()), message, remedy);
    }
}
