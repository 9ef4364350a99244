package dev.pgconvoy.preflight.infrastructure;

import static dev.pgconvoy.preflight.PreflightRequests.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.preflight.check.AllowLists;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a request may name and where a password may go, told beside the checks of two real
/// servers. They are reached by an address that does not look like this machine's own.
class AllowListsIT extends TwoServers {

    private static final String NOT_SEEN_AS_LOCAL = "127.1";
    private static final AllowLists OPEN = new AllowLists(AllowedServers.ANY, AllowedScopes.ANY);
    private static final AllowLists LIMITED =
            new AllowLists(AllowedServers.NONE, new AllowedScopes(Optional.of(List.of()), Optional.of(List.of())));

    @Test
    void servers_that_no_list_limits_are_a_warning_each_and_so_is_a_password_for_one() {
        var from = as(elsewhere(source), "locked", Optional.of(new SecretRef.Env("RIGHT")));
        var request =
                between().from(from).to(elsewhere(target)).of("Lager & Co").build();

        assertThat(found("PGC1012", OPEN, request))
                .containsExactly(
                        "WARNING source server " + from.address(),
                        "WARNING env:RIGHT for source server " + from.address(),
                        "WARNING target server " + request.target().address());
        assertThat(found("PGC1012", LIMITED, request)).isEmpty();
    }

    @Test
    void servers_of_this_machine_need_no_list() {
        assertThat(found("PGC1012", OPEN, between().of("Lager & Co").build())).isEmpty();
    }

    @Test
    void a_link_to_another_machine_that_need_not_be_encrypted_is_a_warning() {
        var request = between().to(elsewhere(target)).of("Lager & Co").build();

        assertThat(found("PGC1027", LIMITED, request))
                .containsExactly("WARNING target server " + request.target().address());
        assertThat(found("PGC1027", LIMITED, between().of("Lager & Co").build()))
                .isEmpty();
    }

    private static ServerEndpoint elsewhere(OpenServer server) {
        var here = server.as("mover");
        return new ServerEndpoint(
                NOT_SEEN_AS_LOCAL,
                here.port(),
                here.user(),
                here.password(),
                here.sslMode(),
                here.maintenanceDatabase());
    }

    private List<String> found(String code, AllowLists lists, MigrationRequest request) {
        var findings = examineServers.with(lists).examine(request).findings();
        assertThat(findings).extracting(Finding::check).noneMatch(check -> check.startsWith("connect-"));
        return findings.stream()
                .filter(finding -> finding.code().equals(code))
                .map(finding -> "%s %s".formatted(finding.severity(), finding.object()))
                .toList();
    }
}
