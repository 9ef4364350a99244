package dev.pgconvoy.monitor.arm;

import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.GROUP;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.MIGRATION;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.PASSWORD;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.VERSION;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.body;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.code;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.MigrationTemplate;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentCallsTest {

    private static final String DEPLOYMENT = GROUP + "/providers/Microsoft.Resources/deployments/deploy-1";
    private static final String RESOURCES = "?api-version=2025-04-01";

    @TempDir
    static Path folder;

    private ArmEndpointInMemory endpoint = new ArmEndpointInMemory(folder);

    @BeforeEach
    void startAnew() {
        endpoint = new ArmEndpointInMemory(folder);
    }

    private static ObjectNode documented() {
        var body = EventJson.MAPPER.createObjectNode();
        var properties = body.putObject("properties").put("mode", "Incremental");
        properties.set("template", MigrationTemplate.DOCUMENTED.json().deepCopy());
        properties.set("parameters", ArmEndpointInMemory.json("""
                {"targetServerName": {"value": "orders-flex"}, "migrationName": {"value": "move-1"},
                 "sourceServerResourceId": {"value": "source.example:5433@mover"},
                 "sourceServerLoginName": {"value": "mover"}, "sourceServerLoginPassword": {"value": "%s"},
                 "targetServerLoginName": {"value": "admin"}, "targetServerLoginPassword": {"value": "%s"},
                 "dbNamesToMigrate": {"value": ["orders"]}}
                """.formatted(PASSWORD, PASSWORD)));
        return body;
    }

    private ArmAnswer deploy(ObjectNode body) {
        return endpoint.call("PUT", DEPLOYMENT + RESOURCES, body.toString());
    }

    private ArmAnswer show() {
        return endpoint.call("GET", DEPLOYMENT + RESOURCES);
    }

    @Test
    void the_documented_template_becomes_a_migration_of_our_workers() {
        var answer = deploy(documented());

        assertThat(answer.status()).isEqualTo(201);
        assertThat(text(answer, "/properties/provisioningState")).isEqualTo("Accepted");
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
        assertThat(answer.headers().get("Azure-AsyncOperation"))
                .startsWith("https://here" + DEPLOYMENT + "/operationStatuses/")
                .endsWith(RESOURCES);
        assertThat(endpoint.requested().id()).isEqualTo(MigrationId.parse("orders-flex/move-1"));
        assertThat(endpoint.requested().target().address()).isEqualTo("target.example:6432");
        assertThat(endpoint.requested().options().overwriteDbsInTarget()).isTrue();
        assertThat(endpoint.requested().azure().orElseThrow().location()).contains("northeurope");
        assertThat(endpoint.call("GET", MIGRATION + VERSION).status()).isEqualTo(200);
    }

    @Test
    void it_has_succeeded_once_the_migration_exists_and_every_answer_before_says_when_to_ask_again() {
        endpoint.foldRests = true;
        var operation = operation(deploy(documented()));

        var before = endpoint.call("GET", operation);
        var shownBefore = show();
        endpoint.published.forEach(endpoint::fold);
        var after = endpoint.call("GET", operation);

        assertThat(text(before, "/status")).isEqualTo("Accepted");
        assertThat(before.headers()).containsEntry("Retry-After", "1");
        assertThat(shownBefore.headers()).containsEntry("Retry-After", "1");
        assertThat(text(after, "/status")).isEqualTo("Succeeded");
        assertThat(after.headers()).isEmpty();
        assertThat(text(show(), "/properties/provisioningState")).isEqualTo("Succeeded");
        assertThat(text(show(), "/properties/outputResources/0/id")).isEqualTo(MIGRATION);
        assertThat(endpoint.call("GET", operation.replaceAll("Statuses/[^?]*", "Statuses/other"))
                        .status())
                .isEqualTo(404);
    }

    private static String operation(ArmAnswer answer) {
        return answer.headers().get("Azure-AsyncOperation").substring("https://here".length());
    }

    @Test
    void its_operations_say_what_became_of_each_migration() {
        endpoint.foldRests = true;
        deploy(documented());
        var before = steps();
        endpoint.published.forEach(endpoint::fold);
        var after = steps();

        assertThat(before).hasSize(1);
        assertThat(before.at("/0/properties/provisioningState").asText()).isEqualTo("Running");
        assertThat(after.at("/0/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(after.at("/0/properties/targetResource/id").asText()).isEqualTo(MIGRATION);
        var asClientsAsk = endpoint.call("GET", GROUP + "/deployments/deploy-1/operations" + RESOURCES);
        assertThat(body(asClientsAsk).get("value")).isEqualTo(after);
        var one = endpoint.call("GET", after.at("/0/id").asText() + RESOURCES);
        assertThat(body(one)).isEqualTo(after.get(0));
        assertThat(endpoint.call("GET", DEPLOYMENT + "/operations/other" + RESOURCES)
                        .status())
                .isEqualTo(404);
        assertThat(after.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void the_operations_of_a_failed_deployment_have_the_reason() {
        var body = documented();
        body.withObject("/properties/parameters/targetServerName").put("value", "elsewhere");
        deploy(body);

        assertThat(steps()).hasSize(1);
        assertThat(steps().at("/0/properties/provisioningState").asText()).isEqualTo("Failed");
        assertThat(steps().at("/0/properties/statusMessage/error/code").asText())
                .isEqualTo("ResourceNotFound");
    }

    private JsonNode steps() {
        return body(endpoint.call("GET", DEPLOYMENT + "/operations" + RESOURCES))
                .get("value");
    }

    @Test
    void what_if_tells_what_would_be_made_and_asks_for_nothing() {
        var first = whatIf(documented());

        assertThat(endpoint.published).isEmpty();
        assertThat(endpoint.kept).isEmpty();
        assertThat(text(first, "/status")).isEqualTo("Succeeded");
        assertThat(text(first, "/properties/changes/0/resourceId")).isEqualTo(MIGRATION);
        assertThat(text(first, "/properties/changes/0/changeType")).isEqualTo("Create");
        assertThat(text(first, "/properties/changes/0/after/properties/dbsToMigrate/0"))
                .isEqualTo("orders");
        assertThat(body(first).toString()).doesNotContain(PASSWORD, "sealed:");

        deploy(documented());
        var brief = documented();
        brief.withObject("/properties/whatIfSettings").put("resultFormat", "ResourceIdOnly");
        var second = whatIf(brief);

        assertThat(text(second, "/properties/changes/0/changeType")).isEqualTo("NoChange");
        assertThat(body(second).at("/properties/changes/0").has("after")).isFalse();
    }

    @Test
    void what_if_has_the_reason_why_a_deployment_would_fail() {
        deploy(documented());
        var other = documented();
        other.withObject("/properties/parameters/dbNamesToMigrate")
                .putArray("value")
                .add("another");

        var answer = whatIf(other);

        assertThat(text(answer, "/status")).isEqualTo("Failed");
        assertThat(text(answer, "/error/details/0/code")).isEqualTo("Conflict");
    }

    private ArmAnswer whatIf(ObjectNode body) {
        return endpoint.call("POST", DEPLOYMENT + "/whatIf" + RESOURCES, body.toString());
    }

    @Test
    void no_secret_is_kept_or_shown_and_the_rest_is() {
        deploy(documented());

        assertThat(endpoint.kept.getFirst()).doesNotContain(PASSWORD, "sealed:");
        assertThat(body(show()).at("/properties/parameters/sourceServerLoginPassword"))
                .isEqualTo(ArmEndpointInMemory.json("{\"type\": \"SecureString\"}"));
        assertThat(text(show(), "/properties/parameters/SourceType/value")).isEqualTo("OnPremises");
        assertThat(text(show(), "/properties/templateHash")).hasSize(64);
    }

    @Test
    void a_password_in_a_parameter_that_is_not_secure_is_neither_kept_nor_shown() {
        var body = documented();
        body.withObject("/properties/template/parameters/sourceServerLoginPassword")
                .put("type", "String");

        deploy(body);

        assertThat(endpoint.kept.getFirst()).doesNotContain(PASSWORD);
        assertThat(body(show()).at("/properties/parameters/sourceServerLoginPassword"))
                .isEqualTo(ArmEndpointInMemory.json("{\"type\": \"String\"}"));
    }

    @Test
    void the_same_again_is_the_same_deployment_and_another_replaces_it() {
        var first = deploy(documented());
        var same = deploy(documented());
        var other = documented();
        other.withObject("/properties/parameters/migrationName").put("value", "move-2");

        assertThat(same.status()).isEqualTo(200);
        assertThat(operation(same)).isEqualTo(operation(first));
        assertThat(endpoint.published).hasSize(1);
        assertThat(deploy(other).status()).isEqualTo(200);
        assertThat(endpoint.requested().id()).isEqualTo(MigrationId.parse("orders-flex/move-2"));
        assertThat(endpoint.published).hasSize(2);
    }

    @Test
    void another_is_refused_while_the_first_is_active() {
        endpoint.foldRests = true;
        deploy(documented());
        var other = documented();
        other.withObject("/properties/parameters/migrationName").put("value", "move-2");

        assertThat(code(deploy(other))).isEqualTo("DeploymentActive");
        assertThat(endpoint.call("DELETE", DEPLOYMENT + RESOURCES).status()).isEqualTo(409);
        assertThat(endpoint.published).hasSize(1);
    }

    @Test
    void who_was_stopped_before_the_deployment_was_kept_is_asked_again_and_the_migration_is_one() {
        endpoint.deploymentsAreLost = true;
        var lost = deploy(documented());
        endpoint.deploymentsAreLost = false;

        var again = deploy(documented());

        assertThat(lost.status()).isEqualTo(503);
        assertThat(show().status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(201);
        assertThat(endpoint.published).hasSize(1);
    }

    @Test
    void a_name_that_belongs_to_another_migration_makes_it_fail() {
        endpoint.call("PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration());

        var operation = operation(deploy(documented()));

        var ended = endpoint.call("GET", operation);
        assertThat(text(ended, "/status")).isEqualTo("Failed");
        assertThat(text(ended, "/error/code")).isEqualTo("DeploymentFailed");
        assertThat(text(ended, "/error/details/0/code")).isEqualTo("Conflict");
        assertThat(text(ended, "/error/details/0/target")).isEqualTo("orders-flex/move-1");
        assertThat(text(show(), "/properties/error/details/0/message")).contains("Choose another name");
        assertThat(endpoint.published).hasSize(1);
    }

    @Test
    void a_name_that_another_takes_at_the_same_time_makes_it_fail_too() {
        endpoint.foldRests = true;
        endpoint.call("PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration());
        deploy(documented());

        endpoint.published.forEach(endpoint::fold);

        assertThat(text(show(), "/properties/provisioningState")).isEqualTo("Failed");
        assertThat(text(show(), "/properties/error/details/0/code")).isEqualTo("Conflict");
    }

    @Test
    void a_server_that_is_not_there_makes_it_fail_and_the_same_is_tried_again_when_asked() {
        var body = documented();
        body.withObject("/properties/parameters/targetServerName").put("value", "other");

        deploy(body);
        assertThat(text(show(), "/properties/error/details/0/code")).isEqualTo("ResourceNotFound");
        deploy(body);

        assertThat(endpoint.published).isEmpty();
        assertThat(endpoint.kept).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/properties/parameters/sourceServerLoginPassword | {\"value\": \"short\"} | shorter than its minLength, 8",
                "/properties/parameters/sourceServerLoginPassword | {\"reference\": {\"secretName\": \"a\"}} | reference to a key vault",
                "/properties/parameters/SslMode | {\"value\": \"Never\"} | not one of its allowed values: 'Prefer', 'Require'",
                "/properties/parameters/sslmode | {\"value\": \"VerifyFull\"} | not one of its allowed values",
                "/properties/parameters/dbNamesToMigrate | {\"value\": \"orders\"} | must be of the type Array",
                "/properties/parameters/colour | {\"value\": \"red\"} | no parameter colour",
                "/properties/parameters/sourceServerResourceId | {\"value\": \"source\"} | must be <host>:<port>@<user>",
                "/properties/template/resources/0/location | \"[uniqueString('a')]\" | function uniqueString() is not known",
                "/properties/template/resources/0/type | \"Microsoft.Sql/servers\" | has the type 'Microsoft.Sql/servers'",
                "/properties/template/resources/0/apiVersion | \"2019-01-01\" | apiVersion of orders-flex/move-1 is not known",
                "/properties/template/outputs | {\"a\": {\"type\": \"string\", \"value\": \"b\"}} | has outputs",
                "/properties/template/resources | {} | array of resources",
            })
    void a_template_or_parameter_that_cannot_be_is_refused_at_once(String pointer, String value, String message) {
        var body = documented();
        var cut = pointer.lastIndexOf('/');
        ((ObjectNode) body.at(pointer.substring(0, cut)))
                .set(pointer.substring(cut + 1), ArmEndpointInMemory.json(value));

        var answer = deploy(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("InvalidTemplate");
        assertThat(text(answer, "/error/details/0/message")).contains(message);
        assertThat(show().status()).isEqualTo(404);
        assertThat(endpoint.call("POST", DEPLOYMENT + "/validate" + RESOURCES, body.toString())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_password_that_is_left_out_is_missed_by_name() {
        var body = documented();
        body.withObject("/properties/parameters").remove("targetServerLoginPassword");

        assertThat(text(deploy(body), "/error/details/0/message"))
                .isEqualTo("targetServerLoginPassword has no value and no defaultValue.");
    }

    @Test
    void sixty_databases_are_too_many() {
        var body = documented();
        var names = body.withObject("/properties/parameters/dbNamesToMigrate").putArray("value");
        IntStream.range(0, 60).mapToObj("db%d"::formatted).forEach(names::add);

        assertThat(text(deploy(body), "/error/message")).contains("at most 50 databases per migration");
    }

    @ParameterizedTest
    @CsvSource({"mode, Complete", "templateLink, https://example/template.json"})
    void what_deployments_do_elsewhere_and_not_here_is_refused(String name, String value) {
        var body = documented();
        body.withObject("/properties").put(name, value);

        assertThat(code(deploy(body))).isEqualTo("InvalidRequestContent");
    }

    @Test
    void deployments_are_checked_for_listed_and_forgotten() {
        assertThat(endpoint.call("HEAD", DEPLOYMENT + RESOURCES).status()).isEqualTo(404);
        assertThat(endpoint.call("DELETE", DEPLOYMENT + RESOURCES).status()).isEqualTo(204);
        deploy(documented());

        var list = body(endpoint.call("GET", GROUP + "/providers/Microsoft.Resources/deployments/" + RESOURCES));
        var groups = body(endpoint.call("GET", "/subscriptions/5ub/resourcegroups" + RESOURCES));

        assertThat(endpoint.call("HEAD", DEPLOYMENT.toUpperCase(java.util.Locale.ROOT) + RESOURCES)
                        .status())
                .isEqualTo(204);
        assertThat(list.at("/value").valueStream().map(each -> each.path("name").asText()))
                .containsExactly("deploy-1");
        assertThat(groups.at("/value")
                        .valueStream()
                        .map(each -> each.path("name").asText())
                        .collect(Collectors.toList()))
                .containsExactly("rg");
        assertThat(endpoint.call("DELETE", DEPLOYMENT + RESOURCES).status()).isEqualTo(204);
        assertThat(show().status()).isEqualTo(404);
        assertThat(code(show())).isEqualTo("DeploymentNotFound");
        assertThat(endpoint.call("GET", MIGRATION + VERSION).status()).isEqualTo(200);
    }
}
