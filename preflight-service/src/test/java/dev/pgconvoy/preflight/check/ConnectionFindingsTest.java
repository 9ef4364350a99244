package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.preflight.PreflightRequests.as;
import static dev.pgconvoy.preflight.PreflightRequests.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.ServerConnector.OldServerException;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.preflight.examination.ConnectionRefusal.Reason;
import dev.pgconvoy.preflight.model.ExaminedSide;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.tls.CertificateRef;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionFindingsTest {

    private static final ServerEndpoint TRUSTED = endpoint("db1.example", 5432);
    private static final ServerEndpoint WITH_PASSWORD =
            as(TRUSTED, "mover", Optional.of(new SecretRef.Env("DB1_PASSWORD")));

    private static final ServerEndpoint WITH_CERTIFICATE = proven(new TlsOptions(
            Optional.empty(),
            Optional.of(CertificateRef.parse("file:/run/secrets/crt")),
            Optional.of(SecretRef.parse("file:/run/secrets/key")),
            ChannelBinding.PREFER));
    private static final ServerEndpoint BOUND =
            proven(new TlsOptions(Optional.empty(), Optional.empty(), Optional.empty(), ChannelBinding.REQUIRE));
    private static final String NO_CERTIFICATE = "FATAL: connection requires a valid client certificate";

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("28P01", null, Reason.WRONG_PASSWORD, "603100"),
                Arguments.of("28000", null, Reason.LOGIN_NOT_ALLOWED, "603100"),
                Arguments.of("3D000", null, Reason.NO_SUCH_DATABASE, "603102"),
                Arguments.of("42501", null, Reason.DATABASE_NOT_ALLOWED, "PGC1003"),
                Arguments.of("57P03", null, Reason.NOT_READY, "603000"),
                Arguments.of("53300", null, Reason.NOT_READY, "603000"),
                Arguments.of("0A000", null, Reason.OTHER, "603000"),
                Arguments.of("08001", new ConnectException("refused"), Reason.NOT_LISTENING, "603000"),
                Arguments.of("08001", new UnknownHostException("db1"), Reason.UNKNOWN_HOST, "603000"),
                Arguments.of("08001", new SocketTimeoutException("slow"), Reason.NO_ANSWER, "603000"),
                Arguments.of("08001", null, Reason.NO_ANSWER, "603000"),
                Arguments.of("08006", new SSLHandshakeException("PKIX"), Reason.TLS_FAILED, "PGC1001"),
                Arguments.of("08006", null, Reason.OTHER, "603000"),
                Arguments.of("08004", null, Reason.OTHER, "603000"),
                Arguments.of(null, null, Reason.OTHER, "603000"));
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @MethodSource("refusals")
    void refusals_are_told_apart(String sqlState, Throwable cause, Reason reason, String code) {
        var refusal = ConnectionRefusal.of(
                ExaminedSide.SOURCE, WITH_PASSWORD, new SQLException("the server said", sqlState, cause));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(ConnectionFindings.assess(refusal).code()).isEqualTo(code);
    }

    @Test
    void a_server_that_we_find_too_old_is_told_by_its_version() {
        var refusal = ConnectionRefusal.of(ExaminedSide.SOURCE, WITH_PASSWORD, new OldServerException("9.3.25"));

        assertThat(refusal.reason()).isEqualTo(Reason.SERVER_TOO_OLD);
        assertThat(ConnectionFindings.assess(refusal).code()).isEqualTo("603400");
        assertThat(ConnectionFindings.assess(refusal).message()).contains("9.3.25");
    }

    static Stream<Arguments> refusalsOfCertificates() {
        var alert = new SSLHandshakeException("(unknown_ca) Received fatal alert: unknown_ca");
        var reset = new SocketException("Broken pipe");
        return Stream.of(
                Arguments.of(WITH_CERTIFICATE, "08006", alert, "", Reason.CLIENT_CERTIFICATE_REFUSED, "PGC1025"),
                Arguments.of(WITH_CERTIFICATE, "08006", reset, "", Reason.CLIENT_CERTIFICATE_REFUSED, "PGC1025"),
                Arguments.of(TRUSTED, "08006", reset, "", Reason.OTHER, "603000"),
                Arguments.of(TRUSTED, "08006", alert, "", Reason.TLS_FAILED, "PGC1001"),
                Arguments.of(TRUSTED, "28000", null, NO_CERTIFICATE, Reason.CLIENT_CERTIFICATE_MISSING, "PGC1024"),
                Arguments.of(WITH_CERTIFICATE, "28000", null, NO_CERTIFICATE, Reason.LOGIN_NOT_ALLOWED, "603100"),
                Arguments.of(BOUND, "08004", null, "no binding", Reason.NO_CHANNEL_BINDING, "PGC1026"));
    }

    @ParameterizedTest(name = "{1} {3}: {4} {5}")
    @MethodSource("refusalsOfCertificates")
    void refusals_of_certificates_are_told_apart(
            ServerEndpoint endpoint, String sqlState, Throwable cause, String said, Reason reason, String code) {
        var refusal = ConnectionRefusal.of(ExaminedSide.SOURCE, endpoint, new SQLException(said, sqlState, cause));

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(ConnectionFindings.assess(refusal).code()).isEqualTo(code);
    }

    private static ServerEndpoint proven(TlsOptions options) {
        return new ServerEndpoint(
                "db1.example",
                5432,
                "mover",
                Optional.of(new SecretRef.Env("DB1_PASSWORD")),
                SslMode.REQUIRE,
                "postgres",
                Optional.of(options));
    }

    @Test
    void a_missing_database_of_the_target_is_its_maintenance_database() {
        var refusal =
                ConnectionRefusal.of(ExaminedSide.TARGET, WITH_PASSWORD, new SQLException("no such database", "3D000"));

        assertThat(ConnectionFindings.assess(refusal).code()).isEqualTo("PGC1002");
    }

    @Test
    void a_password_that_the_request_does_not_have_is_asked_for() {
        var refusal = ConnectionRefusal.of(ExaminedSide.TARGET, TRUSTED, new SQLException("password, please", "08004"));

        assertThat(ConnectionFindings.assess(refusal).message()).contains("has none");
    }

    @Test
    void a_secret_that_cannot_be_had_is_named_by_its_reference() {
        var failure = new Failure(FailureCode.AUTHENTICATION_FAILED, "env:DB1_PASSWORD", "It is not set.", "Set it.");

        var finding = ConnectionFindings.assess(ConnectionRefusal.ours(ExaminedSide.TARGET, WITH_PASSWORD, failure));

        assertThat(finding.code()).isEqualTo("PGC1004");
        assertThat(finding.message()).contains("env:DB1_PASSWORD");
    }

    @Test
    void a_server_that_is_not_allowed_is_told_with_its_setting() {
        var failure = new Failure(
                FailureCode.REQUEST_REFUSED, "target server db1.example:5432", "It is not allowed.", "Name another.");

        var finding = ConnectionFindings.assess(ConnectionRefusal.ours(ExaminedSide.TARGET, WITH_PASSWORD, failure));

        assertThat(finding.code()).isEqualTo("PGC1011");
        assertThat(finding.message()).isEqualTo("It is not allowed.");
        assertThat(finding.remedy()).contains("PGCONVOY_ALLOWED_TARGETS");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void every_refusal_names_its_server_and_a_remedy(Reason reason) {
        var finding = ConnectionFindings.assess(
                new ConnectionRefusal(ExaminedSide.TARGET, WITH_PASSWORD, reason, "what the server said"));

        assertThat(finding.check()).isEqualTo("connect-target");
        assertThat(finding.object()).isEqualTo("target server db1.example:5432");
        assertThat(finding.remedy()).isNotBlank();
    }
}
