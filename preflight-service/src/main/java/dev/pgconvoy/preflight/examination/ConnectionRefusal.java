package dev.pgconvoy.preflight.examination;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.ClearTextPasswordException;
import dev.pgconvoy.postgres.ServerConnector.OldServerException;
import dev.pgconvoy.postgres.pooler.SharedSessionException;
import dev.pgconvoy.preflight.model.ExaminedSide;
import dev.pgconvoy.tls.RefusedClient;
import dev.pgconvoy.tls.UntrustedServerException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.postgresql.util.GT;

/// Why a server did not let us in.
///
/// @param said what the server, the driver or the network said
public record ConnectionRefusal(ExaminedSide side, ServerEndpoint endpoint, Reason reason, String said) {

    /// What kind of refusal it is; each has its own remedy.
    public enum Reason {
        UNKNOWN_HOST,
        NOT_LISTENING,
        NO_ANSWER,
        NO_SSL,
        UNKNOWN_ROOT,
        WRONG_SERVER_NAME,
        SERVER_CERTIFICATE_EXPIRED,
        SERVER_CERTIFICATE_UNUSABLE,
        CLIENT_CERTIFICATE_MISSING,
        CLIENT_CERTIFICATE_REFUSED,
        NO_CHANNEL_BINDING,
        TLS_FAILED,
        WRONG_PASSWORD,
        PASSWORD_MISSING,
        LOGIN_NOT_ALLOWED,
        NO_SUCH_DATABASE,
        DATABASE_NOT_ALLOWED,
        NOT_READY,
        SERVER_TOO_OLD,
        SECRET_UNRESOLVED,
        SERVER_NOT_ALLOWED,
        CLEAR_TEXT_PASSWORD,
        SHARED_SESSIONS,
        OTHER
    }

    /// We did not even try: the server is not allowed, or a password, certificate or key cannot be had or used;
    /// `failure` tells.
    public static ConnectionRefusal ours(ExaminedSide side, ServerEndpoint endpoint, Failure failure) {
        return failure.code() == FailureCode.REQUEST_REFUSED
                ? new ConnectionRefusal(side, endpoint, Reason.SERVER_NOT_ALLOWED, failure.message())
                : new ConnectionRefusal(side, endpoint, Reason.SECRET_UNRESOLVED, failure.sentence());
    }

    public static ConnectionRefusal of(ExaminedSide side, ServerEndpoint endpoint, SQLException exception) {
        if (exception instanceof ClearTextPasswordException asked) {
            return new ConnectionRefusal(side, endpoint, Reason.CLEAR_TEXT_PASSWORD, asked.reason());
        }
        if (exception instanceof SharedSessionException shared) {
            return new ConnectionRefusal(side, endpoint, Reason.SHARED_SESSIONS, shared.reason());
        }
        if (exception instanceof OldServerException old) {
            return new ConnectionRefusal(side, endpoint, Reason.SERVER_TOO_OLD, old.reason());
        }
        var said = UntrustedServerException.in(exception)
                .map(untrusted -> String.valueOf(untrusted.getMessage()))
                .orElseGet(() -> ServerErrorText.of(exception));
        return new ConnectionRefusal(side, endpoint, reason(endpoint, exception), said);
    }

    private static Reason reason(ServerEndpoint endpoint, SQLException exception) {
        return UntrustedServerException.in(exception)
                .map(untrusted -> reason(untrusted.reason()))
                .orElseGet(() -> reasonOfState(endpoint, exception));
    }

    private static Reason reason(UntrustedServerException.Reason untrusted) {
        return switch (untrusted) {
            case UNKNOWN_ROOT -> Reason.UNKNOWN_ROOT;
            case WRONG_NAME -> Reason.WRONG_SERVER_NAME;
            case EXPIRED -> Reason.SERVER_CERTIFICATE_EXPIRED;
            case UNUSABLE -> Reason.SERVER_CERTIFICATE_UNUSABLE;
        };
    }

    private static Reason reasonOfState(ServerEndpoint endpoint, SQLException exception) {
        return switch (Objects.requireNonNullElse(exception.getSQLState(), "")) {
            case "28P01" -> Reason.WRONG_PASSWORD;
            case "28000" -> notAllowed(endpoint, exception);
            case "3D000" -> Reason.NO_SUCH_DATABASE;
            case "42501" -> Reason.DATABASE_NOT_ALLOWED;
            case "57P03", "53300" -> Reason.NOT_READY;
            case "08004" -> rejectedByDriver(endpoint, exception);
            case "08001", "08006" -> network(endpoint, exception);
            default -> Reason.OTHER;
        };
    }

    /// The server says it in its own language. So where no certificate was shown, the remedy of the
    /// other reason names it, too.
    private static Reason notAllowed(ServerEndpoint endpoint, SQLException exception) {
        return !showsCertificate(endpoint) && said(exception).contains("valid client certificate")
                ? Reason.CLIENT_CERTIFICATE_MISSING
                : Reason.LOGIN_NOT_ALLOWED;
    }

    private static boolean showsCertificate(ServerEndpoint endpoint) {
        return endpoint.tls().flatMap(TlsOptions::clientCertificate).isPresent();
    }

    private static boolean demandsBinding(ServerEndpoint endpoint) {
        return endpoint.tls()
                .filter(options -> options.channelBinding() == ChannelBinding.REQUIRE)
                .isPresent();
    }

    private static String said(SQLException exception) {
        return Objects.requireNonNullElse(exception.getMessage(), "no message");
    }

    /// The driver has one state for both and says them in the language of the machine.
    private static Reason rejectedByDriver(ServerEndpoint endpoint, SQLException exception) {
        if (GT.tr("The server does not support SSL.").equals(exception.getMessage())) {
            return Reason.NO_SSL;
        }
        if (demandsBinding(endpoint)) {
            return Reason.NO_CHANNEL_BINDING;
        }
        return endpoint.password().isEmpty() ? Reason.PASSWORD_MISSING : Reason.OTHER;
    }

    private static Reason network(ServerEndpoint endpoint, SQLException exception) {
        for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return Reason.UNKNOWN_HOST;
                }
                case SSLException _ -> {
                    return showsCertificate(endpoint) && RefusedClient.isIn(exception)
                            ? Reason.CLIENT_CERTIFICATE_REFUSED
                            : Reason.TLS_FAILED;
                }
                case NoRouteToHostException _, SocketTimeoutException _ -> {
                    return Reason.NO_ANSWER;
                }
                case ConnectException _ -> {
                    return Reason.NOT_LISTENING;
                }
                case SocketException _
                when showsCertificate(endpoint) -> {
                    return Reason.CLIENT_CERTIFICATE_REFUSED;
                }
                default -> {}
            }
        }
        return exception.getCause() == null && "08001".equals(exception.getSQLState())
                ? Reason.NO_ANSWER
                : Reason.OTHER;
    }
}
