package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.as;
import static dev.pgconvoy.preflight.PreflightRequests.through;
import static dev.pgconvoy.preflight.PreflightRequests.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.preflight.PreflightRequests;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectIT extends TwoServers {

    @Test
    void a_wrong_password_is_told_and_not_repeated() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("WRONG")));

        var finding = onlyErrorOf(between().from(locked).build());

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.message()).contains("password").contains("locked");
        assertThat(finding.toString()).doesNotContain("wrong-7Qx");
    }

    @Test
    void the_right_password_opens() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("RIGHT")));

        assertThat(examineServers
                        .examine(between().from(locked).of("Lager & Co").build())
                        .verdict())
                .isEqualTo(Verdict.SUCCEEDED);
    }

    @Test
    void a_missing_password_is_asked_for() {
        var finding = onlyErrorOf(between().from(source.as("locked")).build());

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.message()).contains("has none");
    }

    @Test
    void a_user_that_pg_hba_keeps_out_is_told_apart() {
        var finding = onlyErrorOf(between().from(source.as("barred")).build());

        assertThat(finding.code()).isEqualTo("603100");
        assertThat(finding.remedy()).contains("pg_hba.conf");
    }

    @Test
    void a_secret_that_is_not_there_is_named_by_its_reference() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("NOT_SET")));

        var finding = onlyErrorOf(between().to(target.as("mover")).from(locked).build());

        assertThat(finding.code()).isEqualTo("PGC1004");
        assertThat(finding.message()).contains("env:NOT_SET");
    }

    @Test
    void a_reference_that_is_not_allowed_is_named_with_the_setting() {
        var locked = as(source.as("locked"), "locked", Optional.of(new SecretRef.Env("HOME")));

        var finding = onlyErrorOf(between().to(target.as("mover")).from(locked).build());

        assertThat(finding.code()).isEqualTo("PGC1004");
        assertThat(finding.message()).contains("env:HOME", "pgconvoy.secrets.env", "PGCONVOY_SECRETS_ENV");
    }

    @Test
    void a_sealed_password_that_was_copied_from_another_login_opens_no_connection() throws Exception {
        var key = SealKey.create(folder.resolve("seal-" + System.nanoTime() + ".json"));
        var locked = source.as("locked");
        var right = new Secret("right");
        var ownUse = locked.passwordUse(PreflightRequests.ID, ServerSide.SOURCE);
        var secrets = new SecretResolver(Optional.of(key));

        assertThat(examining(secrets)
                        .examine(between()
                                .from(locked.withPassword(key.seal(right, ownUse)))
                                .of("Lager & Co")
                                .build())
                        .verdict())
                .isEqualTo(Verdict.SUCCEEDED);
        for (var other : List.of(
                new PasswordUse("target-1/second", ServerSide.SOURCE, ownUse.host(), ownUse.port(), ownUse.user()),
                new PasswordUse(ownUse.migration(), ServerSide.TARGET, ownUse.host(), ownUse.port(), ownUse.user()),
                new PasswordUse(ownUse.migration(), ServerSide.SOURCE, "other", ownUse.port(), ownUse.user()),
                new PasswordUse(ownUse.migration(), ServerSide.SOURCE, ownUse.host(), 1, ownUse.user()),
                new PasswordUse(ownUse.migration(), ServerSide.SOURCE, ownUse.host(), ownUse.port(), "mover"))) {
            var request = between()
                    .to(target.as("mover"))
                    .from(locked.withPassword(key.seal(right, other)))
                    .build();

            var findings = examining(secrets).examine(request).findings();

            assertThat(findings).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo("PGC1004");
                assertThat(finding.check()).isEqualTo("connect-source");
                assertThat(finding.message())
                        .contains("not sealed with a key known here for the migration target-1/first", "\"locked\"");
            });
        }
    }

    @Test
    void a_server_that_is_not_allowed_is_not_connected_to() {
        var secrets = new SecretResolver(
                Optional.empty(),
                AllowedReferences.DEFAULTS.within(AllowedServers.exactly(Map.of(
                        source.as("mover").passwordUse(PreflightRequests.ID, ServerSide.SOURCE), Optional.empty()))));

        var findings = examining(secrets).examine(between().build()).findings();

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("PGC1011");
            assertThat(finding.check()).isEqualTo("connect-target");
            assertThat(finding.message()).contains("pgconvoy.allowed.targets allows none");
            assertThat(finding.remedy()).contains("PGCONVOY_ALLOWED_TARGETS");
        });
    }

    @Test
    void a_closed_port_is_told() throws IOException {
        var finding = onlyErrorOf(between().from(server(freePort())).build());

        assertThat(finding.code()).isEqualTo("603000");
        assertThat(finding.message()).contains("nothing listens");
    }

    @Test
    void a_server_that_never_answers_is_given_up_in_time() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var finding =
                    onlyErrorOf(between().from(server(silent.getLocalPort())).build());

            assertThat(finding.code()).isEqualTo("603000");
            assertThat(finding.message()).contains("no answer");
        }
    }

    @Test
    void a_server_without_ssl_is_told_when_ssl_is_demanded() {
        var finding = onlyErrorOf(
                between().to(with(target.as("mover"), SslMode.REQUIRE)).build());

        assertThat(finding.code()).isEqualTo("603001");
        assertThat(finding.check()).isEqualTo("connect-target");
    }

    @Test
    void an_unknown_database_of_the_source_is_told() {
        var finding = onlyErrorOf(
                between().from(through(source.as("mover"), "nowhere")).build());

        assertThat(finding.code()).isEqualTo("603102");
    }

    @Test
    void an_unknown_maintenance_database_of_the_target_is_told() {
        var finding =
                onlyErrorOf(between().to(through(target.as("mover"), "nowhere")).build());

        assertThat(finding.code()).isEqualTo("PGC1002");
        assertThat(finding.message()).contains("nowhere");
    }

    @Test
    void a_server_that_wants_the_password_in_clear_text_does_not_get_it() {
        var elsewhere = new ServerEndpoint(
                "127.1", // this machine, but not by a name that says so
                source.port(),
                "spoken",
                Optional.of(new SecretRef.Env("RIGHT")),
                SslMode.PREFER,
                "postgres");

        var finding = onlyErrorOf(between().from(elsewhere).build());

        assertThat(finding.code()).isEqualTo("PGC1010");
    }

    private static ServerEndpoint server(int port) {
        return new ServerEndpoint("127.0.0.1", port, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
