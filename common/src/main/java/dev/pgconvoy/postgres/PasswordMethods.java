package dev.pgconvoy.postgres;

import dev.pgconvoy.migration.ServerEndpoint;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.GT;

/// By which methods a server may ask us for a password. One in clear text is sent over a verified link or within this
/// machine only: on any other link, whoever answers could ask for it and have it.
enum PasswordMethods {
    /// A request without a password gets none, not even one that the driver finds in a password file of this machine.
    NO_PASSWORD(Optional.of("!password,!md5,!scram-sha-256")),
    /// The server never sees it.
    NOT_IN_CLEAR_TEXT(Optional.of("!password")),
    ANY(Optional.empty());

    private final Optional<String> driver;

    PasswordMethods(Optional<String> driver) {
        this.driver = driver;
    }

    static PasswordMethods of(ServerEndpoint endpoint) {
        if (endpoint.password().isEmpty()) {
            return NO_PASSWORD;
        }
        return endpoint.sslMode().isVerified() || !endpoint.leavesThisMachine() ? ANY : NOT_IN_CLEAR_TEXT;
    }

    /// The driver's `requireAuth`; empty where it may use any.
    Optional<String> driver() {
        return driver;
    }

    /// What to add to libpq's arguments. Before version 16 it cannot exclude a method, but since 13 it can demand one
    /// that proves that the server knows the password and is the one at the other end: SCRAM over TLS with channel
    /// binding. Its password file is switched off otherwise, so it has no password of its own.
    String libpq(PgTools tools) {
        return switch (this) {
            case NO_PASSWORD, ANY -> "";
            case NOT_IN_CLEAR_TEXT ->
                tools.knowsRequiredMethods() ? " require_auth=!password" : " channel_binding=require";
        };
    }

    /// The driver has one SQLSTATE for all that it does not like about a login, and says it in the language of the
    /// machine.
    SQLException explained(SQLException refusal) {
        return this == NOT_IN_CLEAR_TEXT
                        && GT.tr("Authentication method is not allowed by requireAuth")
                                .equals(refusal.getMessage())
                ? new ClearTextPasswordException(refusal)
                : refusal;
    }
}
