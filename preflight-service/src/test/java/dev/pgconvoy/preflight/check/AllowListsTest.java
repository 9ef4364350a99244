package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aSource;
import static dev.pgconvoy.fixture.Fixtures.aTarget;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AllowListsTest {

    private static final AllowLists OPEN = new AllowLists(AllowedServers.ANY, AllowedScopes.ANY);
    private static final AllowLists LIMITED =
            new AllowLists(AllowedServers.NONE, new AllowedScopes(Optional.of(List.of()), Optional.of(List.of())));

    @Test
    void what_no_list_limits_is_a_warning_that_names_the_setting() {
        var findings = OPEN.assess(aRequest().build());

        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.code()).isEqualTo("PGC1012");
        });
        assertThat(findings)
                .extracting(Finding::object)
                .containsExactly(
                        "source server old.example.org:5432",
                        "env:PGCONVOY_SOURCE_PASSWORD for source server old.example.org:5432",
                        "target server new.example.org:5432",
                        "file:/run/secrets/target-password for target server new.example.org:5432");
        assertThat(findings.getFirst().remedy()).contains("PGCONVOY_ALLOWED_SOURCES", "old.example.org");
        assertThat(findings.get(1).remedy())
                .contains("PGCONVOY_SECRETS_SERVERS", "env:PGCONVOY_SOURCE_PASSWORD -> old.example.org");
    }

    @Test
    void a_sealed_password_is_bound_by_itself() {
        var sealed = aSource().withPassword(SecretRef.parse("sealed:" + "A".repeat(44)));

        assertThat(OPEN.assess(aRequest().from(sealed).build()))
                .extracting(Finding::object)
                .doesNotContain("sealed:" + "A".repeat(44))
                .noneMatch(object -> object.startsWith("sealed"));
    }

    @Test
    void on_this_machine_nothing_is_left_open() {
        assertThat(OPEN.assess(aRequest().from(here(5433)).to(here(5434)).build()))
                .isEmpty();
    }

    @Test
    void with_the_lists_set_there_is_nothing_to_warn_of() {
        assertThat(LIMITED.assess(aRequest().build())).isEmpty();
        assertThat(LIMITED.assess(aRequest().onAzure().build())).isEmpty();
    }

    @Test
    void an_identity_that_may_act_anywhere_is_a_warning_where_azure_moves() {
        assertThat(OPEN.assess(aRequest().onAzure().to(aTarget()).build()))
                .last()
                .satisfies(finding -> assertThat(finding.remedy()).contains("PGCONVOY_AZURE_ALLOWED_SUBSCRIPTIONS"));
    }

    private static ServerEndpoint here(int port) {
        return new ServerEndpoint(
                "127.0.0.1",
                port,
                "mover",
                Optional.of(SecretRef.parse("env:PGCONVOY_SOURCE_PASSWORD")),
                SslMode.PREFER,
                "postgres");
    }
}
