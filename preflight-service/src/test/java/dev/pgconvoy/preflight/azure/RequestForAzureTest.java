package dev.pgconvoy.preflight.azure;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aSource;
import static dev.pgconvoy.preflight.azure.TargetChecksTest.brief;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.secret.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request for Azure comes to before anybody is asked.
class RequestForAzureTest {

    @Test
    void a_request_that_the_template_takes_has_no_finding() {
        assertThat(TemplateConstraints.assess(aRequest().onAzure().build(), (_, _) -> new Secret("long enough")))
                .isEmpty();
    }

    @Test
    void every_violation_is_a_finding_that_names_its_parameter_and_no_password() {
        var source =
                new ServerEndpoint("old.example.org", 5432, "mover", aSource().password(), SslMode.DISABLE, "postgres");

        var findings =
                TemplateConstraints.assess(aRequest().onAzure().from(source).build(), (_, _) -> new Secret("hunter2"));

        assertThat(brief(findings)).containsExactly("ERROR PGC3001", "ERROR PGC3001", "ERROR PGC3001");
        assertThat(findings)
                .extracting(Finding::object)
                .containsExactlyInAnyOrder(
                        "template parameter SslMode",
                        "template parameter sourceServerLoginPassword",
                        "template parameter targetServerLoginPassword");
        assertThat(findings.toString()).contains("minLength, 8").doesNotContain("hunter2");
    }

    @Test
    void a_password_that_cannot_be_had_is_told_beside_the_violations() {
        var request = aRequest().onAzure().from(aSource().withoutPassword()).build();

        var findings = TemplateConstraints.assess(request, (_, reference) -> {
            throw new MigrationException(
                    new Failure(FailureCode.AUTHENTICATION_FAILED, reference.text(), "Not there.", "Put it there."),
                    null);
        });

        assertThat(brief(findings)).containsExactly("ERROR PGC3001", "ERROR PGC1004");
        assertThat(findings.getLast().object()).isEqualTo("file:/run/secrets/target-password");
    }

    @Test
    void what_azures_service_does_not_do_is_told() {
        var verified = aRequest().onAzure();
        var plain = aRequest().onAzure().verify(VerifyMode.OFF);
        var filters = new Filters(List.of(), List.of(), List.of(), List.of(), List.of("audit"), List.of(), List.of());

        assertThat(limits(verified.build())).containsExactly("INFO PGC3002");
        assertThat(limits(plain.build())).isEmpty();
        assertThat(limits(plain.allDatabases().build())).containsExactly("WARNING PGC3002");
        assertThat(limits(plain.databases("shop").filters(filters).build())).containsExactly("ERROR PGC3002");
        assertThat(limits(plain.filters(Filters.NONE)
                        .rights(new RightsOptions(true, false, false))
                        .build()))
                .containsExactly("WARNING PGC3002");
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "AZURE,   new.example.org,                              flex-eu-1",
        "AZURE,   other.postgres.database.azure.com,            flex-eu-1",
        "WORKERS, Shop-1.postgres.database.azure.com,           Shop-1",
        "WORKERS, shop-1.private.postgres.database.azure.com,   shop-1",
        "WORKERS, shop-1.postgres.database.chinacloudapi.cn,    shop-1",
        "WORKERS, new.example.org,                              flex-eu-1",
    })
    void the_target_has_its_name_from_its_host_or_from_the_id(ExecutorKind executor, String host, String server) {
        var access = new AzureAccess(
                Optional.of("s-default"),
                Optional.of("group"),
                _ -> FakeFacts.ready(),
                (_, _) -> new Secret(""),
                AllowedScopes.ANY);
        var request = aRequest().executor(executor).to(at(host)).build();

        assertThat(access.target(request)).contains(new TargetResource("s-default", "group", server));
    }

    @Test
    void the_request_says_where_the_target_is_before_the_configuration_does() {
        var access = new AzureAccess(
                Optional.of("s-default"),
                Optional.empty(),
                _ -> FakeFacts.ready(),
                (_, _) -> new Secret(""),
                AllowedScopes.ANY);

        assertThat(access.target(aRequest().onAzure().build()))
                .contains(new TargetResource("11111111-2222-3333-4444-555555555555", "databases-eu", "flex-eu-1"));
        assertThat(access.target(aRequest().build())).isEmpty();
    }

    @Test
    void our_identity_is_not_lent_to_a_subscription_that_is_not_allowed() {
        var access = new AzureAccess(
                Optional.empty(),
                Optional.empty(),
                _ -> FakeFacts.ready(),
                (_, _) -> new Secret(""),
                new AllowedScopes(Optional.of(List.of("s-1")), Optional.empty()));

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> access.target(aRequest().onAzure().build()))
                .withMessageContaining("pgconvoy.azure.allowed-subscriptions allows s-1");
    }

    @Test
    void azure_is_concerned_when_it_moves_or_holds_the_target() {
        assertThat(AzureAccess.concerns(aRequest().build())).isFalse();
        assertThat(AzureAccess.concerns(aRequest().onAzure().build())).isTrue();
        assertThat(AzureAccess.concerns(
                        aRequest().to(at("x.postgres.database.azure.com")).build()))
                .isTrue();
        assertThat(AzureAccess.concerns(
                        aRequest().to(at("postgres.database.azure.com.example")).build()))
                .isFalse();
    }

    private static ServerEndpoint at(String host) {
        return new ServerEndpoint(host, 5432, "mover", Optional.empty(), SslMode.REQUIRE, "postgres");
    }

    private static List<String> limits(MigrationRequest request) {
        return brief(ServiceLimits.assess(request));
    }
}
