package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.azure.core.management.Region;
import com.azure.core.management.exception.ManagementException;
import com.azure.core.util.Context;
import com.azure.resourcemanager.postgresqlflexibleserver.PostgreSqlManager;
import com.azure.resourcemanager.postgresqlflexibleserver.models.AdminCredentials;
import com.azure.resourcemanager.postgresqlflexibleserver.models.CancelEnum;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationListFilter;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationMode;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationOption;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationResource;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationSecretParameters;
import com.azure.resourcemanager.postgresqlflexibleserver.models.SourceType;
import com.azure.resourcemanager.postgresqlflexibleserver.models.SslMode;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.models.ChangeType;
import com.azure.resourcemanager.resources.models.Deployment;
import com.azure.resourcemanager.resources.models.DeploymentMode;
import com.azure.resourcemanager.resources.models.WhatIfChange;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.arm.Template;
import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Azure's own SDK against the packaged monitor: nothing but the address of the endpoint is changed.
class AzureSdkIT {

    private static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
    private static final String GROUP = "fleet";
    private static final String SERVER = "orders-flex";
    private static final String ALLOWED_FILES = "pgconvoy.secrets.file";
    private static final String PASSWORD = "hunter2-hunter2";

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static PlainClient facts;
    private static SecureMonitor monitor;
    private static AzureConnection azure;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new EmbeddedBroker();
        facts = new PlainClient(broker.bootstrapServers());
        monitor = new SecureMonitor(broker.bootstrapServers(), folder, List.of(SERVER), Map.of());
        await().until(monitor.process()::isReady);
        Files.writeString(folder.resolve("token"), "a token that nobody checks");
        System.setProperty(ALLOWED_FILES, folder.toString());
        var settings = Map.of(
                "pgconvoy.azure.resource-manager-endpoint",
                monitor.endpoint(),
                "pgconvoy.azure.certificates",
                monitor.certificate().toString(),
                "pgconvoy.azure.token",
                "file:" + folder.resolve("token"),
                "pgconvoy.azure.tenant-id",
                "a-tenant",
                "pgconvoy.azure.subscription-id",
                SUBSCRIPTION);
        azure = AzureConnection.of(AzureSettings.read(name -> Optional.ofNullable(settings.get(name))));
    }

    @AfterAll
    static void stop() throws Exception {
        System.clearProperty(ALLOWED_FILES);
        Awaitility.reset();
        monitor.close();
        facts.close();
        broker.close();
    }

    private static PostgreSqlManager postgres() {
        return PostgreSqlManager.configure()
                .withHttpClient(azure.http())
                .authenticate(azure.credential(), azure.profile());
    }

    private static ResourceManager resources() {
        return ResourceManager.configure()
                .withHttpClient(azure.http())
                .authenticate(azure.credential(), azure.profile())
                .withSubscription(SUBSCRIPTION);
    }

    @Test
    void migrations_are_defined_shown_listed_cancelled_and_deleted() throws Exception {
        var migrations = postgres().migrations();

        var created = define("move-1");
        assertThat(created.currentStatus().state()).hasToString("InProgress");
        assertThat(created.targetDbServerResourceId()).endsWith("/flexibleServers/" + SERVER);
        var shown = migrations.get(SUBSCRIPTION, GROUP, SERVER, "move-1");
        assertThat(shown.migrationId()).isEqualTo(created.migrationId());
        assertThat(shown.currentStatus().currentSubStateDetails().currentSubState())
                .hasToString("PerformingPreRequisiteSteps");
        assertThat(shown.dbsToMigrate()).containsExactly("orders");
        assertThat(shown.secretParameters()).isNull();
        assertThat(migrations.listByTargetServer(SUBSCRIPTION, GROUP, SERVER).stream()
                        .map(MigrationResource::name))
                .contains("move-1");

        var request = request("move-1");
        facts.send(
                new MigrationValidated(
                        request, Verdict.SUCCEEDED, List.of(), dev.pgconvoy.fixture.Facts.accepted(request)),
                new MigrationObserved(
                        request.id(), java.util.Optional.empty(), new Observation.MigrationBegan(1, "worker")));
        await().until(() -> substate("move-1"), "MigratingData"::equals);
        shown.update().withCancel(CancelEnum.TRUE).apply();
        assertThat(substate("move-1")).isEqualTo("CancelingRequestedDBMigrations");
        facts.send(new MigrationObserved(
                request.id(), java.util.Optional.empty(), new Observation.Stopped(1, List.of("orders"))));
        await().until(() -> state("move-1"), "Canceled"::equals);
        assertThat(
                        migrations
                                .listByTargetServer(
                                        SUBSCRIPTION, GROUP, SERVER, MigrationListFilter.ACTIVE, Context.NONE)
                                .stream()
                                .map(MigrationResource::name))
                .doesNotContain("move-1");

        define("move-2");
        migrations.delete(SUBSCRIPTION, GROUP, SERVER, "move-2");
        assertThat(substate("move-2")).isEqualTo("CancelingRequestedDBMigrations");
        assertThat(postgres().servers().getByResourceGroup(GROUP, SERVER).fullyQualifiedDomainName())
                .isEqualTo("target.example");
        var unknown = catchThrowableOfType(
                ManagementException.class, () -> migrations.get(SUBSCRIPTION, GROUP, SERVER, "nowhere"));
        assertThat(unknown.getValue().getCode()).isEqualTo("ResourceNotFound");
    }

    private static MigrationResource define(String name) {
        return postgres()
                .migrations()
                .define(name)
                .withRegion(Region.EUROPE_WEST)
                .withExistingFlexibleServer(SUBSCRIPTION, GROUP, SERVER)
                .withMigrationMode(MigrationMode.OFFLINE)
                .withMigrationOption(MigrationOption.VALIDATE_AND_MIGRATE)
                .withSourceType(SourceType.ON_PREMISES)
                .withSslMode(SslMode.REQUIRE)
                .withSourceDbServerResourceId("source.example:5432@mover")
                .withSecretParameters(new MigrationSecretParameters()
                        .withAdminCredentials(new AdminCredentials()
                                .withSourceServerPassword(PASSWORD)
                                .withTargetServerPassword(PASSWORD))
                        .withTargetServerUsername("admin"))
                .withDbsToMigrate(List.of("orders"))
                .create();
    }

    @Test
    void the_documented_template_is_deployed_found_listed_and_deleted() throws Exception {
        var deployments = resources().deployments();
        assertThat(deployments.checkExistence(GROUP, "deploy-1")).isFalse();

        var deployed = deploy("deploy-1", "move-3");

        assertThat(deployed.provisioningState()).isEqualTo("Succeeded");
        assertThat(deployments.checkExistence(GROUP, "deploy-1")).isTrue();
        assertThat(deployments.getByResourceGroup(GROUP, "deploy-1").timestamp())
                .isEqualTo(deployed.timestamp());
        assertThat(deploy("deploy-1", "move-3").timestamp()).isEqualTo(deployed.timestamp());
        assertThat(deployments.list().stream().map(Deployment::name)).contains("deploy-1");
        assertThat(state("move-3")).isEqualTo("InProgress");
        assertThat(deployed.deploymentOperations().list()).singleElement().satisfies(operation -> {
            assertThat(operation.provisioningState()).isEqualTo("Succeeded");
            assertThat(operation.targetResource().resourceName()).isEqualTo(SERVER + "/move-3");
        });
        assertThat(deployed.prepareWhatIf()
                        .withIncrementalMode()
                        .withWhatIfTemplate(plain(MigrationTemplate.DOCUMENTED.json()))
                        .withWhatIfParameters(plain(parameters(Map.of("migrationName", "move-3"))))
                        .whatIf()
                        .changes())
                .extracting(WhatIfChange::changeType)
                .containsExactly(ChangeType.NO_CHANGE);
        assertThat(facts.values("migration.requested").stream().filter(value -> value.contains("/move-3\"")))
                .hasSize(1)
                .noneMatch(value -> value.contains(PASSWORD));
        deployments.deleteByResourceGroup(GROUP, "deploy-1");
        assertThat(deployments.checkExistence(GROUP, "deploy-1")).isFalse();
    }

    @Test
    void an_accepted_deployment_is_polled_to_its_end() throws Exception {
        var accepted = definition("deploy-2", "move-4").beginCreate();

        assertThat(accepted.getActivationResponse().getValue().provisioningState())
                .isEqualTo("Accepted");
        assertThat(accepted.getFinalResult().provisioningState()).isEqualTo("Succeeded");
    }

    @Test
    void what_cannot_be_deployed_is_refused_or_fails_with_its_reason() throws Exception {
        define("move-5");

        var short1 = catchThrowableOfType(
                ManagementException.class,
                () -> definition("deploy-3", Map.of("sourceServerLoginPassword", "short"))
                        .create());
        var taken = catchThrowableOfType(ManagementException.class, () -> deploy("deploy-4", "move-5"));

        assertThat(short1.getValue().getCode()).isEqualTo("InvalidTemplate");
        assertThat(taken).hasMessageContaining("Failed");
        assertThat(resources()
                        .deployments()
                        .getByResourceGroup(GROUP, "deploy-4")
                        .provisioningState())
                .isEqualTo("Failed");
    }

    private static Deployment deploy(String name, String migration) throws Exception {
        return definition(name, migration).create();
    }

    private static Deployment.DefinitionStages.WithCreate definition(String name, String migration) throws Exception {
        return definition(name, Map.of("migrationName", migration));
    }

    private static Deployment.DefinitionStages.WithCreate definition(String name, Map<String, String> changed)
            throws Exception {
        return resources()
                .deployments()
                .define(name)
                .withExistingResourceGroup(GROUP)
                .withTemplate(MigrationTemplate.DOCUMENTED.json().toString())
                .withParameters(parameters(changed).toString())
                .withMode(DeploymentMode.INCREMENTAL);
    }

    private static JsonNode parameters(Map<String, String> changed) {
        var values = new HashMap<>(Map.of(
                "targetServerName", SERVER,
                "migrationName", "move-9",
                "sourceServerResourceId", "source.example:5432@mover",
                "sourceServerLoginName", "mover",
                "sourceServerLoginPassword", PASSWORD,
                "targetServerLoginName", "admin",
                "targetServerLoginPassword", PASSWORD));
        values.putAll(changed);
        var parameters = new HashMap<String, JsonNode>();
        values.forEach((parameter, value) -> parameters.put(parameter, TextNode.valueOf(value)));
        return Template.wrapped(parameters);
    }

    /// As the SDK writes it.
    private static Object plain(JsonNode json) {
        return EventJson.MAPPER.convertValue(json, Object.class);
    }

    private static String state(String name) {
        return postgres()
                .migrations()
                .get(SUBSCRIPTION, GROUP, SERVER, name)
                .currentStatus()
                .state()
                .toString();
    }

    private static String substate(String name) {
        return postgres()
                .migrations()
                .get(SUBSCRIPTION, GROUP, SERVER, name)
                .currentStatus()
                .currentSubStateDetails()
                .currentSubState()
                .toString();
    }

    private static MigrationRequest request(String name) throws Exception {
        var id = MigrationId.parse(SERVER + "/" + name).toString();
        for (var value : facts.values("migration.requested")) {
            if (EventJson.MAPPER.readTree(value).path("id").asText().equals(id)) {
                return EventJson.MAPPER.readValue(value, MigrationRequest.class);
            }
        }
        throw new AssertionError("nobody asked for " + id);
    }
}
