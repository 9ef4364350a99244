package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.preflight.examination.Check;
import dev.pgconvoy.preflight.examination.Examination;
import java.util.List;
import java.util.stream.Stream;

/// Links to other machines on which nobody proves who answers. Passwords and rows pass there.
final class UnverifiedLinks implements Check {

    private static final String VERIFY =
            "use sslMode verify-full, and name the root certificate of the server's authority where it is not a well-known one (tls.rootCertificates, --ssl-root-cert, PGCONVOY_TLS_ROOTS).";

    record Row(String server, ServerEndpoint endpoint) {}

    @Override
    public String name() {
        return "unverified-links";
    }

    @Override
    public boolean indispensable() {
        return true;
    }

    @Override
    public List<Finding> run(Examination examination) {
        return Stream.of(examination.source(), examination.target())
                .flatMap(session -> assess(new Row(session.server(), session.endpoint())).stream())
                .toList();
    }

    List<Finding> assess(Row row) {
        var mode = row.endpoint.sslMode();
        if (mode.isVerified() || !row.endpoint.leavesThisMachine()) {
            return List.of();
        }
        var danger = switch (mode) {
            case DISABLE -> "The link is not encrypted";
            case ALLOW, PREFER -> "The link need not be encrypted, and nobody proves which server answers";
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> "The link is encrypted, but nobody proves which server answers";
        };
        return List.of(Finding.warning(
                name(),
                FindingCode.LINK_NOT_VERIFIED,
                row.server,
                "%s (sslMode %s): whoever is between could read and change passwords and rows."
                        .formatted(danger, mode.text()),
                mode.isAlwaysEncrypted()
                        ? Character.toUpperCase(VERIFY.charAt(0)) + VERIFY.substring(1)
                        : "Enable ssl on the server if it is off, and " + VERIFY));
    }
}
