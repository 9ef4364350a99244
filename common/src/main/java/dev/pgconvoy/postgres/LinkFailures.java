package dev.pgconvoy.postgres;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.failure.SqlFailures;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.tls.RefusedClient;
import dev.pgconvoy.tls.UntrustedServerException;
import java.sql.SQLException;

/// What a connection that could not be opened means. The driver has one SQLSTATE for a broken link and for one that is
/// not believed; trying again does not help the second.
final class LinkFailures {

    private LinkFailures() {}

    static MigrationException exception(SQLException exception, ServerEndpoint endpoint, String object) {
        var untrusted = UntrustedServerException.in(exception);
        if (untrusted.isPresent()) {
            return refused(
                    exception,
                    object,
                    String.valueOf(untrusted.get().getMessage()),
                    untrusted.get().reason().remedy());
        }
        if (endpoint.tls().flatMap(TlsOptions::clientCertificate).isPresent() && RefusedClient.isIn(exception)) {
            return refused(
                    exception,
                    object,
                    "The server refuses the client certificate: %s".formatted(exception.getMessage()),
                    RefusedClient.REMEDY);
        }
        return SqlFailures.exception(exception, object);
    }

    private static MigrationException refused(SQLException exception, String object, String message, String remedy) {
        return new MigrationException(
                new Failure(FailureCode.AUTHENTICATION_FAILED, object, message, remedy), exception);
    }
}
