package dev.pgconvoy.submitter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.azure.Backoff;
import dev.pgconvoy.azure.SmallAzure;
import dev.pgconvoy.azure.SmallAzure.Answer;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.submitter.azure.application.AzurePatience;
import dev.pgconvoy.submitter.azure.application.DeployMigration;
import dev.pgconvoy.submitter.azure.application.DeployMigration.Surroundings;
import dev.pgconvoy.submitter.azure.infrastructure.SdkDeployments;
import dev.pgconvoy.submitter.azure.model.AzureOutcome;
import dev.pgconvoy.submitter.azure.model.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Azure's own SDK against an endpoint of ours; time passes only when somebody waits.
class DeployMigrationTest {

    private static final String PASSWORD = "a-long-enough-password";
    private static final String SERVER = "flex-eu-1";
    private static final String NAME = "move-the-shop";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Fixtures.NOON);
    private final AtomicReference<DesiredState> wish = new AtomicReference<>(DesiredState.RUN);
    private SmallAzure azure;

    @BeforeEach
    void begin() throws IOException {
        azure = new SmallAzure(folder);
        Files.writeString(folder.resolve("source"), PASSWORD);
        Files.writeString(folder.resolve("target"), PASSWORD);
    }

    @AfterEach
    void end() {
        azure.close();
    }

    @Test
    void a_migration_is_deployed_with_the_templates_own_parameters() throws Exception {
        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.Created());
        var put = azure.calls("PUT");
        assertThat(put).hasSize(1);
        assertThat(put.getFirst().path()).contains("/databases-eu/", "/deployments/pgconvoy-flex-eu-1-move-the-shop-");
        var properties = EventJson.MAPPER.readTree(put.getFirst().body()).path("properties");
        assertThat(properties.path("mode").asText()).isEqualTo("Incremental");
        assertThat(properties.path("parameters").size()).isEqualTo(14);
        assertThat(properties.at("/parameters/sourceServerResourceId/value").asText())
                .isEqualTo("old.example.org:5432@mover");
        assertThat(properties.at("/parameters/sourceServerLoginPassword/value").asText())
                .isEqualTo(PASSWORD);
        assertThat(properties.at("/parameters/overwriteDbsInTarget/value").asText())
                .isEqualTo("False");
        assertThat(properties.at("/template/parameters").size()).isEqualTo(14);
    }

    @Test
    void a_record_that_comes_again_finds_what_was_made() throws Exception {
        // given
        deploy(request());

        // when
        var again = deploy(request());

        // then
        assertThat(again).isEqualTo(new AzureOutcome.Created());
        assertThat(azure.calls("PUT")).hasSize(1);
    }

    @Test
    void what_was_made_is_found_though_its_secrets_are_gone() throws Exception {
        // given
        deploy(request());
        Files.delete(folder.resolve("source"));

        // when
        var again = deploy(request());

        // then
        assertThat(again).isEqualTo(new AzureOutcome.Created());
    }

    @Test
    void throttling_outages_and_truncated_answers_are_survived() throws Exception {
        // given
        azure.failsWith(
                Answer.error(429, "TooManyRequests").after(40), Answer.truncated(), Answer.error(500, "InternalError"));
        azure.failsWith(
                Collections.nCopies(10, Answer.error(503, "ServiceUnavailable")).toArray(Answer[]::new));

        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.Created());
        assertThat(azure.calls("PUT")).hasSize(1);
        assertThat(Duration.between(Fixtures.NOON, now.get())).isGreaterThan(Duration.ofMinutes(5));
    }

    @Test
    void an_outage_longer_than_our_patience_is_told() throws Exception {
        // given
        azure.failsWith(Collections.nCopies(1_000, Answer.error(503, "ServiceUnavailable"))
                .toArray(Answer[]::new));

        // when
        var failure = refusal(deploy(request()));

        // then
        assertThat(failure.code()).isEqualTo(FailureCode.SERVER_UNAVAILABLE);
        assertThat(Duration.between(Fixtures.NOON, now.get())).isGreaterThan(Duration.ofHours(6));
    }

    @Test
    void a_missing_role_is_told_with_the_remedy() throws Exception {
        // given
        azure.takesDeploymentsBackWith(Answer.error(403, "AuthorizationFailed"));

        // when
        var failure = refusal(deploy(request()));

        // then
        assertThat(failure.code()).isEqualTo(FailureCode.PERMISSION_DENIED);
        assertThat(failure.message()).contains("AuthorizationFailed: Because.");
        assertThat(failure.remedy()).contains("az role assignment create");
    }

    @Test
    void a_deployment_that_failed_is_told_by_its_innermost_error() throws Exception {
        // given
        azure.letsDeploymentsEndAs("Failed", """
                {"code": "DeploymentFailed", "message": "At least one failed.",
                 "details": [{"code": "ServerNotFound", "message": "No server flex-eu-1."}]}""");

        // when
        var failure = refusal(deploy(request()));

        // then
        assertThat(failure.message()).contains("ServerNotFound: No server flex-eu-1.");
        assertThat(failure.remedy()).contains("the name of the target server");
        assertThat(azure.calls("PUT")).hasSize(1);
    }

    @Test
    void a_deployment_that_failed_in_an_outage_is_made_again() throws Exception {
        // given
        azure.letsDeploymentsEndAs("Failed", """
                {"code": "DeploymentFailed", "message": "At least one failed.",
                 "details": [{"code": "InternalServerError", "message": "Try again."}]}""");
        wishAfter(Duration.ofMinutes(1), azure::heals);

        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.Created());
        assertThat(azure.calls("PUT")).hasSizeGreaterThan(1);
        assertThat(azure.calls("PUT").stream().map(SmallAzure.Call::path).distinct())
                .hasSize(1);
    }

    @Test
    void what_the_template_does_not_take_is_never_sent() throws Exception {
        // given
        Files.writeString(folder.resolve("source"), "tiny-1");

        // when
        var failure = refusal(deploy(request()));

        // then
        assertThat(failure.code()).isEqualTo(FailureCode.REQUEST_REFUSED);
        assertThat(failure.message()).contains("sourceServerLoginPassword").doesNotContain("tiny-1");
        assertThat(azure.calls("PUT")).isEmpty();
    }

    @Test
    void a_secret_that_is_not_there_is_told() throws Exception {
        // given
        Files.delete(folder.resolve("target"));

        // when
        var failure = refusal(deploy(request()));

        // then
        assertThat(failure.code()).isEqualTo(FailureCode.AUTHENTICATION_FAILED);
        assertThat(azure.calls("PUT")).isEmpty();
    }

    @Test
    void what_was_cancelled_before_it_was_made_is_never_made() throws Exception {
        // given
        wish.set(DesiredState.STOP);

        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.NeverMade());
        assertThat(azure.calls("PUT")).isEmpty();
        assertThat(Duration.between(Fixtures.NOON, now.get())).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void what_appears_after_its_cancellation_is_the_watchers_to_stop() throws Exception {
        // given
        wish.set(DesiredState.STOP);
        wishAfter(Duration.ofSeconds(10), () -> azure.holds(SERVER, NAME, SmallAzure.status("InProgress", "")));

        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.Created());
    }

    @Test
    void what_is_over_is_not_made() throws Exception {
        // given
        wish.set(DesiredState.ENDED);

        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.Over());
        assertThat(azure.calls()).isEmpty();
    }

    @Test
    void what_ended_while_our_call_was_under_way_is_stopped_by_us() throws Exception {
        // given
        wishAfter(Duration.ofSeconds(1), () -> wish.set(DesiredState.ENDED));

        // when
        var outcome = deploy(request());

        // then
        assertThat(outcome).isEqualTo(new AzureOutcome.Over());
        assertThat(azure.calls("PATCH"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"cancel\":\"True\""));
    }

    @Test
    void a_migration_whose_place_nobody_knows_is_refused() throws Exception {
        // given
        var nowhere = AzureSettings.read(_ -> Optional.empty());
        var deployMigration = new DeployMigration(nowhere, secrets(), surroundings());

        // when
        var failure = refusal(deployMigration.deploy(Fixtures.aRequest().build()));

        // then
        assertThat(failure.remedy()).contains("pgconvoy.azure.resource-group");
    }

    @Test
    void our_identity_is_not_lent_to_a_subscription_that_is_not_allowed() throws Exception {
        // given
        var settings = new HashMap<>(azure.configuration());
        settings.put("pgconvoy.azure.allowed-subscriptions", "another");
        var limited = AzureSettings.read(name -> Optional.ofNullable(settings.get(name)));

        // when
        var failure = refusal(new DeployMigration(limited, secrets(), surroundings()).deploy(request()));

        // then
        assertThat(failure.message()).contains("pgconvoy.azure.allowed-subscriptions allows another");
        assertThat(azure.calls()).isEmpty();
    }

    @Test
    void a_password_is_not_handed_on_for_a_source_that_is_not_allowed() throws Exception {
        // given
        var evil = request().source();
        var request = Fixtures.aRequest()
                .onAzure()
                .from(evil)
                .to(request().target())
                .azure(new AzureResource(
                        Optional.of("11111111-2222-3333-4444-555555555555"),
                        Optional.of("databases-eu"),
                        Optional.empty(),
                        "OnPremises",
                        Optional.of("evil.example.org:5432@mover")))
                .build();
        var allowed = new AllowedReferences(List.of(), List.of(folder))
                .within(AllowedServers.exactly(
                        Map.of(evil.passwordUse(request.id(), ServerSide.SOURCE), evil.password())));

        // when
        var failure = refusal(
                new DeployMigration(azure.settings(), new SecretResolver(Optional.empty(), allowed), surroundings())
                        .deploy(request));

        // then
        assertThat(failure.object()).isEqualTo("source server evil.example.org:5432");
        assertThat(failure.message()).contains("pgconvoy.allowed.sources");
        assertThat(azure.calls("PUT")).isEmpty();
    }

    private Runnable then = () -> {};
    private Instant thenAt = Instant.MAX;

    private void wishAfter(Duration duration, Runnable change) {
        thenAt = Fixtures.NOON.plus(duration);
        then = change;
    }

    private void pass(Duration duration) {
        if (!now.updateAndGet(before -> before.plus(duration)).isBefore(thenAt)) {
            thenAt = Instant.MAX;
            then.run();
        }
    }

    private AzureOutcome deploy(MigrationRequest request) throws InterruptedException {
        return new DeployMigration(azure.settings(), secrets(), surroundings()).deploy(request);
    }

    private Surroundings surroundings() {
        var patience = new AzurePatience(
                Duration.ofHours(6),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), new Random(1)));
        return new Surroundings(new SdkDeployments(azure.clients()), _ -> wish.get(), patience, this::pass, now::get);
    }

    private SecretResolver secrets() {
        return new SecretResolver(Optional.empty(), new AllowedReferences(List.of(), List.of(folder)));
    }

    private MigrationRequest request() {
        var source = Fixtures.aSource();
        var target = Fixtures.aTarget();
        return Fixtures.aRequest()
                .onAzure()
                .from(withPassword(source, "source"))
                .to(withPassword(target, "target"))
                .build();
    }

    private ServerEndpoint withPassword(ServerEndpoint endpoint, String file) {
        return new ServerEndpoint(
                endpoint.host(),
                endpoint.port(),
                endpoint.user(),
                Optional.of(SecretRef.parse("file:" + folder.resolve(file))),
                endpoint.sslMode(),
                endpoint.maintenanceDatabase());
    }

    private static Failure refusal(AzureOutcome outcome) {
        assertThat(outcome).isInstanceOf(AzureOutcome.Refused.class);
        return ((AzureOutcome.Refused) outcome).failure();
    }
}
