package dev.pgconvoy.monitor.arm.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.api.CommandPublisher;
import dev.pgconvoy.monitor.arm.migrations.MigrationOperations;
import dev.pgconvoy.monitor.arm.protocol.ApiVersions;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import dev.pgconvoy.monitor.arm.protocol.ArmConfig;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ResourceGroup;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Deploys templates that are made of migrations.
@Singleton
public final class DeploymentOperations {

    private static final int MOST_LISTED = 1_000;
    private static final String RETRY_AFTER = "Retry-After";

    private final Deployments deployments;
    private final DeploymentLog log;
    private final DeploymentReader reader;
    private final KnownMigrations migrations;
    private final CommandPublisher publisher;
    private final ServerInventory inventory;
    private final ArmConfig config;

    public DeploymentOperations(
            Deployments deployments,
            DeploymentLog log,
            DeploymentReader reader,
            KnownMigrations migrations,
            CommandPublisher publisher,
            ServerInventory inventory,
            ArmConfig config) {
        this.deployments = deployments;
        this.log = log;
        this.reader = reader;
        this.migrations = migrations;
        this.publisher = publisher;
        this.inventory = inventory;
        this.config = config;
    }

    /// The requests go first. Who is killed between them and the deployment has not answered: the caller asks again,
    /// and the same request twice is one migration.
    public ArmAnswer create(DeploymentId id, ArmCall call) {
        var plan = reader.read(id, call.json());
        var known = find(id);
        if (known.isPresent() && known.get().isSameAs(plan.deployment()) && !hasFailed(known.get())) {
            return accepted(200, known.get(), known.get().state(), call);
        }
        if (known.isPresent() && known.get().isActive()) {
            throw active(id);
        }
        var deployment = begun(plan, call);
        log.keep(deployment);
        deployments.await(id, kept -> kept.filter(deployment::isSameRunAs).isPresent(), config.visibleWithin());
        return accepted(known.isPresent() ? 200 : 201, deployment, ProvisioningState.ACCEPTED, call);
    }

    /// Nothing is asked for when something cannot be.
    private Deployment begun(DeploymentPlan plan, ArmCall call) {
        var checked = checked(plan);
        if (hasFailed(checked)) {
            return checked;
        }
        plan.migrations().stream()
                .filter(request -> status(request.id()).isEmpty())
                .forEach(request ->
                        publisher.publish(new MigrationRequested(request), call.actor(), call.traceparent()));
        return checked;
    }

    private Deployment checked(DeploymentPlan plan) {
        var problems = Stream.concat(
                        plan.problems().stream(), plan.migrations().stream().flatMap(this::taken))
                .toList();
        return problems.isEmpty()
                ? plan.deployment()
                : plan.deployment().failed(problems, plan.deployment().timestamp());
    }

    private Stream<ArmError> taken(MigrationRequest request) {
        return status(request.id())
                .filter(status -> !status.request().isSameAs(request.withoutPasswords()))
                .map(_ -> MigrationOperations.taken(request))
                .stream();
    }

    private static boolean hasFailed(Deployment deployment) {
        return deployment.state() == ProvisioningState.FAILED;
    }

    private ArmAnswer accepted(int status, Deployment deployment, ProvisioningState state, ArmCall call) {
        var id = deployment.id();
        var operation = call.base()
                + Stream.of(
                                "subscriptions",
                                id.subscriptionId(),
                                "resourceGroups",
                                id.resourceGroup(),
                                "providers/Microsoft.Resources/deployments",
                                id.name(),
                                "operationStatuses",
                                deployment.operationId())
                        .map(DeploymentOperations::encoded)
                        .collect(Collectors.joining("/"))
                + "?%s=%s"
                        .formatted(
                                ApiVersions.PARAMETER,
                                encoded(call.query(ApiVersions.PARAMETER).orElse("")));
        return ArmAnswer.of(status, DeploymentResource.shown(deployment, state, inventory.location()))
                .with("Azure-AsyncOperation", operation)
                .with(RETRY_AFTER, "1");
    }

    private static String encoded(String segments) {
        return URLEncoder.encode(segments, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    public ArmAnswer validate(DeploymentId id, ArmCall call) {
        var deployment = checked(reader.read(id, call.json()));
        if (hasFailed(deployment)) {
            return ArmAnswer.error(400, deployment.error().orElseThrow());
        }
        return ArmAnswer.of(
                200, DeploymentResource.shown(deployment, ProvisioningState.SUCCEEDED, inventory.location()));
    }

    /// What a deployment of this template would do now. Nothing is asked for.
    public ArmAnswer whatIf(DeploymentId id, ArmCall call) {
        var body = call.json();
        var plan = reader.read(id, body);
        var checked = checked(plan);
        var result = EventJson.MAPPER.createObjectNode();
        if (hasFailed(checked)) {
            result.put("status", ProvisioningState.FAILED.text())
                    .set("error", EventJson.MAPPER.<JsonNode>valueToTree(checked.error()));
            return ArmAnswer.of(200, result);
        }
        var namesOnly =
                body.at("/properties/whatIfSettings/resultFormat").asText().equalsIgnoreCase("ResourceIdOnly");
        var changes = result.put("status", ProvisioningState.SUCCEEDED.text())
                .putObject("properties")
                .putArray("changes");
        for (var request : plan.migrations()) {
            var exists = status(request.id()).isPresent();
            var change = changes.addObject()
                    .put("resourceId", DeploymentResource.id(checked, request))
                    .put("changeType", exists ? "NoChange" : "Create");
            if (!namesOnly) {
                var planned = MigrationOperations.planned(id.group(), inventory, request);
                if (exists) {
                    change.set("before", planned);
                }
                change.set("after", planned);
            }
        }
        return ArmAnswer.of(200, result);
    }

    /// What Azure calls the operations of a deployment.
    public ArmAnswer steps(DeploymentId id) {
        var list = EventJson.MAPPER.createObjectNode();
        list.putArray("value").addAll(new DeploymentSteps(known(id), this::status).all());
        return ArmAnswer.of(200, list);
    }

    public ArmAnswer step(DeploymentId id, String stepId) {
        return new DeploymentSteps(known(id), this::status)
                .find(stepId)
                .map(step -> ArmAnswer.of(200, step))
                .orElseThrow(id::notFound);
    }

    public ArmAnswer show(DeploymentId id) {
        var deployment = known(id);
        return unlessFinal(
                deployment,
                ArmAnswer.of(200, DeploymentResource.shown(deployment, deployment.state(), inventory.location())));
    }

    public ArmAnswer exists(DeploymentId id) {
        return ArmAnswer.empty(find(id).isPresent() ? 204 : 404);
    }

    public ArmAnswer operation(DeploymentId id, String operationId) {
        var deployment = known(id);
        if (!deployment.operationId().equalsIgnoreCase(operationId)) {
            throw id.notFound();
        }
        return unlessFinal(deployment, ArmAnswer.of(200, DeploymentResource.operation(deployment)));
    }

    private static ArmAnswer unlessFinal(Deployment deployment, ArmAnswer answer) {
        return deployment.isActive() ? answer.with(RETRY_AFTER, "1") : answer;
    }

    public ArmAnswer list(ResourceGroup group) {
        var list = EventJson.MAPPER.createObjectNode();
        var value = list.putArray("value");
        deployments
                .newestFirst()
                .filter(deployment -> deployment.id().group().isSameAs(group))
                .limit(MOST_LISTED)
                .map(deployment -> deployment.now(this::status))
                .forEach(deployment ->
                        value.add(DeploymentResource.shown(deployment, deployment.state(), inventory.location())));
        return ArmAnswer.of(200, list);
    }

    /// Forgets the deployment; its migrations stay.
    public ArmAnswer delete(DeploymentId id) {
        var known = find(id);
        if (known.isPresent()) {
            if (known.get().isActive()) {
                throw active(id);
            }
            log.forget(id);
            deployments.await(id, Optional::isEmpty, config.visibleWithin());
        }
        return ArmAnswer.empty(204);
    }

    private static ArmException active(DeploymentId id) {
        return ArmException.conflict(
                "DeploymentActive", "The deployment '%s' is still active; wait until it has ended.".formatted(id));
    }

    private Optional<Deployment> find(DeploymentId id) {
        return deployments.find(id).map(deployment -> deployment.now(this::status));
    }

    private Deployment known(DeploymentId id) {
        return deployments
                .findSoon(id, config.elsewhereWithin())
                .map(deployment -> deployment.now(this::status))
                .orElseThrow(id::notFound);
    }

    private Optional<MigrationStatus> status(MigrationId id) {
        return migrations.find(id).map(KnownMigration::brief);
    }
}
