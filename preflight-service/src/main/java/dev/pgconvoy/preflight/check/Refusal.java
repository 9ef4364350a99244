package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.preflight.model.Side;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.postgresql.util.GT;

/// Why a server did not let us in.
///
/// @param said what the server, the driver or the network said
public record Refusal(Side side, ServerEndpoint endpoint, Reason reason, String said) {

    /// What kind of refusal it is; each has its own remedy.
    public enum Reason {
        UNKNOWN_HOST,
        NOT_LISTENING,
        NO_ANSWER,
        NO_SSL,
        TLS_FAILED,
        WRONG_PASSWORD,
        PASSWORD_MISSING,
        LOGIN_NOT_ALLOWED,
        NO_SUCH_DATABASE,
        DATABASE_NOT_ALLOWED,
        NOT_READY,
        SECRET_UNRESOLVED,
        OTHER
    }

    /// The password's reference leads nowhere; `failure` names it.
    public static Refusal secret(Side side, ServerEndpoint endpoint, Failure failure) {
        return new Refusal(side, endpoint, Reason.SECRET_UNRESOLVED, failure.sentence());
    }

    public static Refusal of(Side side, ServerEndpoint endpoint, SQLException exception) {
        return new Refusal(side, endpoint, reason(endpoint, exception), ServerErrorText.of(exception));
    }

    private static Reason reason(ServerEndpoint endpoint, SQLException exception) {
        return switch (Objects.requireNonNullElse(exception.getSQLState(), "")) {
            case "28P01" -> Reason.WRONG_PASSWORD;
            case "28000" -> Reason.LOGIN_NOT_ALLOWED;
            case "3D000" -> Reason.NO_SUCH_DATABASE;
            case "42501" -> Reason.DATABASE_NOT_ALLOWED;
            case "57P03", "53300" -> Reason.NOT_READY;
            case "08004" -> rejectedByDriver(endpoint, exception);
            case "08001", "08006" -> network(exception);
            default -> Reason.OTHER;
        };
    }

    /// The driver has one state for both and says them in the language of the machine.
    private static Reason rejectedByDriver(ServerEndpoint endpoint, SQLException exception) {
        if (GT.tr("The server does not support SSL.").equals(exception.getMessage())) {
            return Reason.NO_SSL;
        }
        return endpoint.password().isEmpty() ? Reason.PASSWORD_MISSING : Reason.OTHER;
    }

    private static Reason network(SQLException exception) {
        for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return Reason.UNKNOWN_HOST;
                }
                case SSLException _ -> {
                    return Reason.TLS_FAILED;
                }
                case NoRouteToHostException _, SocketTimeoutException _ -> {
                    return Reason.NO_ANSWER;
                }
                case ConnectException _ -> {
                    return Reason.NOT_LISTENING;
                }
                default -> {}
            }
        }
        return exception.getCause() == null && "08001".equals(exception.getSQLState())
                ? Reason.NO_ANSWER
                : Reason.OTHER;
    }
}
