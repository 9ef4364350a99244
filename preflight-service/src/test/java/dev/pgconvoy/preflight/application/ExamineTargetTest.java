package dev.pgconvoy.preflight.application;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.azure.AzureAccess;
import dev.pgconvoy.preflight.azure.FakeFacts;
import dev.pgconvoy.preflight.examination.ServerAccess;
import dev.pgconvoy.preflight.model.PreflightReport;
import dev.pgconvoy.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExamineTargetTest {

    private static final ServerAccess NO_CONNECTION = (_, side) -> {
        throw new AssertionError("connects to the " + side);
    };

    @Test
    void what_azure_moves_is_checked_without_a_connection() {
        var facts = FakeFacts.ready();

        var report = examine(NO_CONNECTION, facts, onAzure());

        assertThat(report.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(brief(report))
                .containsExactly(
                        "target-resource INFO PGC3103",
                        "target-allowed-extensions INFO PGC3105",
                        "target-preloaded-libraries INFO PGC3105",
                        "target-migrations WARNING PGC3201");
        assertThat(facts.asked()).contains("migration move-the-shop");
    }

    @Test
    void without_the_server_nothing_else_is_asked() {
        var facts = FakeFacts.withoutServer();

        var report = examine(NO_CONNECTION, facts, onAzure());

        assertThat(brief(report)).containsExactly("target-resource ERROR PGC3101");
        assertThat(facts.asked()).containsExactly("server");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "PERMISSION_DENIED, ERROR PGC3005",
        "AUTHENTICATION_FAILED, ERROR PGC3004",
        "SERVER_UNAVAILABLE, WARNING PGC3004",
        "CONNECTION_LOST, WARNING PGC3004",
        "REQUEST_REFUSED, ERROR PGC3004",
    })
    void what_azure_does_not_answer_is_told_once(FailureCode refusal, String finding) {
        var report = examine(NO_CONNECTION, FakeFacts.refusing(Map.of("server", refusal)), onAzure());

        assertThat(brief(report)).containsExactly("target-resource " + finding);
    }

    @Test
    void a_missing_role_assignment_is_told_with_its_scope_and_the_other_questions_are_asked() {
        var facts = FakeFacts.refusing(Map.of("azure.extensions", FailureCode.PERMISSION_DENIED));

        var report = examine(NO_CONNECTION, facts, onAzure());

        assertThat(brief(report))
                .contains("target-allowed-extensions ERROR PGC3005", "target-migrations WARNING PGC3201");
        assertThat(report.findings().get(1).remedy())
                .endsWith("az role assignment create --assignee <client-id> --role Contributor --scope"
                        + " /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/databases-eu");
    }

    @Test
    void without_azure_enabled_its_service_is_refused_and_our_workers_are_not() {
        var disabled = new ExamineTarget(Optional.empty());
        var azures = new ExamineServers(NO_CONNECTION, ExamineTargetTest::tools, disabled).examine(onAzure());
        var ours = new ExamineServers(new FakeServers(), ExamineTargetTest::tools, disabled)
                .examine(aRequest().azure(onAzure().azure().orElseThrow()).build());

        assertThat(brief(azures)).containsExactly("target-resource ERROR PGC3003");
        assertThat(brief(ours)).noneMatch(finding -> finding.contains("PGC3"));
    }

    @Test
    void where_the_target_is_must_be_said() {
        var request = aRequest().onAzure().verify(VerifyMode.OFF).build();
        var nowhere = new MigrationRequest(
                request.id(), request.source(), request.target(), request.databases(), request.options());

        assertThat(brief(examine(NO_CONNECTION, FakeFacts.ready(), nowhere)))
                .containsExactly("target-resource ERROR PGC3003");
    }

    @Test
    void beside_our_own_checks_azure_is_asked_too_and_its_refusal_is_a_warning() {
        var refused = FakeFacts.refusing(Map.of("server", FailureCode.PERMISSION_DENIED));

        var report = examine(new FakeServers(), refused, forWorkers(MigrationOption.VALIDATE_AND_MIGRATE));

        assertThat(report.findings())
                .filteredOn(finding -> finding.check().equals("target-resource"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.remedy()).contains("--role Reader");
                });
        assertThat(report.findings()).extracting(Finding::check).contains("server-parameters");
    }

    @ParameterizedTest
    @EnumSource(names = {"MIGRATE", "VERIFY"})
    void without_validation_azure_is_asked_nothing_when_our_workers_move(MigrationOption option) {
        var facts = FakeFacts.ready();

        examine(new FakeServers(), facts, forWorkers(option));

        assertThat(facts.asked()).isEmpty();
    }

    private static MigrationRequest onAzure() {
        return aRequest().onAzure().verify(VerifyMode.OFF).build();
    }

    private static MigrationRequest forWorkers(MigrationOption option) {
        return aRequest()
                .databases("orders")
                .option(option)
                .azure(onAzure().azure().orElseThrow())
                .build();
    }

    @Test
    void a_subscription_that_is_not_allowed_is_refused_and_nothing_is_asked_there() {
        var facts = FakeFacts.ready();
        var none = new AllowedScopes(Optional.of(List.of()), Optional.empty());

        var azures = examine(NO_CONNECTION, facts, onAzure(), none);
        var ours = examine(new FakeServers(), facts, forWorkers(MigrationOption.VALIDATE), none);

        assertThat(brief(azures)).containsExactly("target-resource ERROR PGC3006");
        assertThat(azures.findings().getFirst().remedy()).contains("PGCONVOY_AZURE_ALLOWED_SUBSCRIPTIONS");
        assertThat(brief(ours)).contains("target-resource ERROR PGC3006");
        assertThat(facts.asked()).isEmpty();
    }

    private static PreflightReport examine(ServerAccess servers, FakeFacts facts, MigrationRequest request) {
        return examine(servers, facts, request, AllowedScopes.ANY);
    }

    private static PreflightReport examine(
            ServerAccess servers, FakeFacts facts, MigrationRequest request, AllowedScopes scopes) {
        var access = new AzureAccess(
                Optional.empty(), Optional.empty(), _ -> facts, (_, _) -> new Secret("long enough"), scopes);
        return new ExamineServers(servers, ExamineTargetTest::tools, new ExamineTarget(Optional.of(access)))
                .examine(request);
    }

    private static PgTools tools() {
        return new PgTools(Path.of("/opt/pg"), new ServerVersion(150_004));
    }

    private static List<String> brief(PreflightReport report) {
        return report.findings().stream()
                .map(finding -> "%s %s %s".formatted(finding.check(), finding.severity(), finding.code()))
                .toList();
    }
}
