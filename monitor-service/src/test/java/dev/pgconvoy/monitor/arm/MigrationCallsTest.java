package dev.pgconvoy.monitor.arm;

import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.MIGRATION;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.SERVER;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.VERSION;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.body;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.code;
import static dev.pgconvoy.monitor.arm.ArmEndpointInMemory.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.secret.SecretRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationCallsTest {

    @TempDir
    static Path folder;

    private ArmEndpointInMemory endpoint = new ArmEndpointInMemory(folder);

    @BeforeEach
    void startAnew() {
        endpoint = new ArmEndpointInMemory(folder);
    }

    private ArmAnswer create() {
        return endpoint.call("PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration());
    }

    @Test
    void who_asks_through_azures_interface_is_named() {
        create();
        endpoint.call("DELETE", MIGRATION + VERSION);

        assertThat(endpoint.published).hasSize(2);
        assertThat(endpoint.actors).containsExactly(ArmEndpointInMemory.ACTOR, ArmEndpointInMemory.ACTOR);
    }

    @Test
    void a_migration_that_is_put_is_requested_of_our_workers_with_the_target_of_the_inventory() {
        var answer = create();

        var request = endpoint.requested();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(request.id()).isEqualTo(MigrationId.parse("orders-flex/move-1"));
        assertThat(request.source().address()).isEqualTo("source.example:5433");
        assertThat(request.source().user()).isEqualTo("mover");
        assertThat(request.source().password()).get().isInstanceOf(SecretRef.Sealed.class);
        assertThat(request.target().address()).isEqualTo("target.example:6432");
        assertThat(request.target().sslMode()).isEqualTo(SslMode.VERIFY_FULL);
        assertThat(request.target().maintenanceDatabase()).isEqualTo("admin");
        assertThat(request.options().executor()).isEqualTo(ExecutorKind.WORKERS);
        assertThat(request.options().migrationOption()).isEqualTo(MigrationOption.VALIDATE_AND_MIGRATE);
        assertThat(request.options().overwriteDbsInTarget()).isTrue();
        assertThat(request.azure().orElseThrow().resourceGroup()).contains("rg");
    }

    @Test
    void the_answer_is_canonical_and_says_nothing_but_in_progress() {
        var answer = body(create());

        assertThat(answer).isEqualTo(ArmEndpointInMemory.json("""
                {"properties": {
                  "migrationId": "%s", "migrationMode": "Offline", "migrationOption": "ValidateAndMigrate",
                  "sourceType": "OnPremises", "sslMode": "Require",
                  "sourceDbServerResourceId": "source.example:5433@mover", "targetDbServerResourceId": "%s",
                  "setupLogicalReplicationOnSourceDbIfNeeded": "False", "overwriteDbsInTarget": "True",
                  "migrationWindowStartTimeInUtc": "2026-03-01T10:00:01Z", "triggerCutover": "True",
                  "dbsToMigrate": ["orders", "invoices"], "currentStatus": {"state": "InProgress"}},
                 "id": "%s", "name": "move-1", "type": "Microsoft.DBforPostgreSQL/flexibleServers/migrations",
                 "location": "eastus"}
                """.formatted(
                        answer.at("/properties/migrationId").asText(), SERVER, MIGRATION)));
    }

    @Test
    void tags_are_labels_and_are_shown_again() {
        var tagged = ArmEndpointInMemory.migration()
                .replaceFirst("\\{", "{\"tags\": {\"team\": \"shop\", \"the team\": \"x\"},");

        var answer = endpoint.call("PUT", MIGRATION + VERSION, tagged);

        assertThat(endpoint.requested().labels()).containsOnly(Map.entry("team", "shop"));
        assertThat(body(answer).path("tags")).isEqualTo(ArmEndpointInMemory.json("{\"team\": \"shop\"}"));
        assertThat(body(endpoint.call("GET", MIGRATION + VERSION)).path("tags"))
                .isEqualTo(body(answer).path("tags"));
    }

    @Test
    void what_was_put_is_found_at_once_under_any_spelling_of_the_fixed_words() {
        var created = create();

        var shown = endpoint.call(
                "GET",
                "/SUBSCRIPTIONS/5ub/resourcegroups/rg/Providers/microsoft.dbforpostgresql/FlexibleServers/Orders-Flex/"
                        + "MIGRATIONS/move-1" + VERSION);

        assertThat(shown.status()).isEqualTo(200);
        assertThat(text(shown, "/properties/currentStatus/currentSubStateDetails/currentSubState"))
                .isEqualTo("PerformingPreRequisiteSteps");
        assertThat(body(shown).at("/properties/currentStatus/currentSubStateDetails/dbDetails"))
                .isEmpty();
        assertThat(text(shown, "/properties/migrationId")).isEqualTo(text(created, "/properties/migrationId"));
        assertThat(text(shown, "/id")).isEqualTo(MIGRATION);
    }

    @Test
    void the_same_again_is_the_same_and_another_under_its_name_a_conflict() {
        create();

        var same = create();
        var other = endpoint.call(
                "PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration().replace("invoices", "parts"));

        assertThat(same.status()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(409);
        assertThat(code(other)).isEqualTo("Conflict");
        assertThat(endpoint.published).hasSize(1);
    }

    @Test
    void older_spellings_and_real_booleans_are_understood() {
        var answer = endpoint.call(
                "PUT",
                MIGRATION + "?api-version=2022-05-01-privatepreview",
                ArmEndpointInMemory.migration()
                        .replace("sourceDbServerResourceId", "SourceDBServerResourceId")
                        .replace("dbsToMigrate", "DBsToMigrate")
                        .replace("adminCredentials", "AdminCredentials")
                        .replace("\"true\"", "true"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(endpoint.requested().databases()).containsExactly("orders", "invoices");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sourceServerPassword\": \"hunter2-hunter2\", | '' | sourceServerPassword is missing",
                "validateandmigrate | Perhaps | migrationOption must be one of Validate, Migrate, ValidateAndMigrate",
                "REQUIRE | sometimes | sslMode must be one of Prefer, Require, VerifyCA, VerifyFull",
                "\"offline\" | \"Online\" | migrationMode Online is not supported",
                "source.example:5433@mover | source.example | sourceDbServerResourceId must be <host>:<port>@<user>",
                "source.example:5433@mover | source.example:70000@mover | port must be between 1 and 65535",
                "\"sourceType\" | \"sourceKind\" | no property sourceKind",
                "\"invoices\" | \"orders\" | databases must not repeat a name",
                "\"sourceType\" | \"targetDbServerFullyQualifiedDomainName\": \"evil.example\", \"sourceType\" | is not that of the server orders-flex",
                "\"sourceType\" | \"migrationWindowStartTimeInUtc\": \"2999-01-01T00:00:00Z\", \"sourceType\" | starts when it is asked for",
            })
    void what_cannot_be_made_is_refused_by_name(String part, String instead, String message) {
        var changed = ArmEndpointInMemory.migration().replace(part, instead);

        var answer = endpoint.call("PUT", MIGRATION + VERSION, changed);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("InvalidParameterValue");
        assertThat(text(answer, "/error/target")).isEqualTo("properties");
        assertThat(text(answer, "/error/details/0/message")).contains(message);
        assertThat(endpoint.published).isEmpty();
    }

    @Test
    void sixty_databases_are_too_many() {
        var sixty = IntStream.range(0, 60).mapToObj("\"db%d\""::formatted).collect(Collectors.joining(","));

        var answer = endpoint.call(
                "PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration().replace("\"orders\", \"invoices\"", sixty));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(text(answer, "/error/message")).contains("at most 50 databases per migration.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "\"text\"", "{}", "{\"properties\": 1}"})
    void what_is_no_resource_is_refused(String body) {
        var answer = endpoint.call("PUT", MIGRATION + VERSION, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("InvalidRequestContent");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '', MissingApiVersionParameter",
        "PUT, ?api-version=, MissingApiVersionParameter",
        "GET, ?api-version=2019-01-01, InvalidApiVersionParameter",
        "PATCH, ?API-Version=latest, InvalidApiVersionParameter",
    })
    void the_version_of_the_interface_must_be_known(String method, String query, String code) {
        var answer = endpoint.call(method, MIGRATION + query, ArmEndpointInMemory.migration());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo(code);
    }

    @Test
    void what_is_unknown_is_not_found_in_azures_words() {
        var migration = endpoint.call("GET", MIGRATION + VERSION);
        var server = endpoint.call("PUT", SERVER.replace("orders", "other") + "/migrations/a" + VERSION, "{}");
        var path = endpoint.call("GET", SERVER + "/configurations" + VERSION);

        assertThat(List.of(migration.status(), server.status(), path.status())).containsOnly(404);
        assertThat(code(migration)).isEqualTo("ResourceNotFound");
        assertThat(code(server)).isEqualTo("ResourceNotFound");
        assertThat(text(server, "/error/message")).contains("other-flex' under resource group 'rg' was not found");
        assertThat(code(path)).isEqualTo("NotFound");
    }

    @Test
    void without_an_inventory_nothing_is_served() {
        var off = new ArmEndpointInMemory(folder, new ServerInventory(List.of(), "northeurope"));

        var answer = off.call("PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration());

        assertThat(answer.status()).isEqualTo(404);
        assertThat(text(answer, "/error/message")).contains("pgconvoy.arm.servers");
        assertThat(off.published).isEmpty();
    }

    @Test
    void without_a_key_to_seal_it_a_password_is_refused_and_a_reference_is_not() {
        var keyless = ArmEndpointInMemory.withoutKey();

        var clear = keyless.call("PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration());
        var reference = keyless.call(
                "PUT",
                MIGRATION + VERSION,
                ArmEndpointInMemory.migration().replace(ArmEndpointInMemory.PASSWORD, "env:PGCONVOY_A_PASSWORD"));

        assertThat(text(clear, "/error/message"))
                .contains("adminCredentials.sourceServerPassword", "PGCONVOY_SEAL_KEY_FILE");
        assertThat(reference.status()).isEqualTo(201);
    }

    @Test
    void while_kafka_does_not_answer_the_caller_is_told_to_come_back() {
        endpoint.kafkaIsDown = true;

        var answer = create();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(code(answer)).isEqualTo("ServiceUnavailable");
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
    }

    @Test
    void while_the_states_are_not_all_known_nobody_is_told_that_something_does_not_exist() {
        endpoint.viewIsBehind = true;

        var answer = endpoint.call("GET", MIGRATION + VERSION);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "2");
    }

    @Test
    void what_only_validates_or_only_migrates_is_asked_for_as_such() {
        endpoint.call(
                "PUT", MIGRATION + VERSION, ArmEndpointInMemory.migration().replace("validateandmigrate", "VALIDATE"));

        assertThat(endpoint.requested().options().migrationOption()).isEqualTo(MigrationOption.VALIDATE);
    }

    @Test
    void a_patch_cancels_and_so_does_a_delete() {
        create();

        var patched = endpoint.call("PATCH", MIGRATION + VERSION, "{\"properties\": {\"cancel\": \"true\"}}");
        var deleted = endpoint.call("DELETE", MIGRATION + VERSION);

        assertThat(patched.status()).isEqualTo(200);
        assertThat(text(patched, "/properties/currentStatus/currentSubStateDetails/currentSubState"))
                .isEqualTo("CancelingRequestedDBMigrations");
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(endpoint.published.stream().filter(CancelRequested.class::isInstance))
                .hasSize(1);
        assertThat(endpoint.call("DELETE", SERVER + "/migrations/nowhere" + VERSION)
                        .status())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"properties\": {\"dbsToMigrate\": [\"orders\"]}} | 409 | PropertyChangeNotAllowed",
                "{\"properties\": {\"overwriteDbsInTarget\": \"False\"}} | 409 | PropertyChangeNotAllowed",
                "{\"properties\": {\"secretParameters\": {\"adminCredentials\": {}}}} | 409 | PropertyChangeNotAllowed",
                "{\"properties\": {\"cancel\": \"True\", \"dbsToCancelMigrationOn\": [\"orders\"]}} | 409 | OperationNotAllowed",
                "{\"properties\": {\"cancel\": \"maybe\"}} | 400 | InvalidParameterValue",
                "{\"properties\": {\"OverwriteDBsInTarget\": \"true\", \"cancel\": \"False\", \"dbsToMigrate\": [\"orders\", \"invoices\"]}} | 200 | ''",
                "{} | 200 | ''",
            })
    void a_patch_changes_nothing_else(String body, int status, String code) {
        create();

        var answer = endpoint.call("PATCH", MIGRATION + VERSION, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(code(answer)).isEqualTo(code);
        assertThat(endpoint.published).hasSize(1);
    }

    @Test
    void names_are_free_taken_or_none() {
        create();
        var ask = "{\"name\": \"%s\", \"type\": \"microsoft.dbforpostgresql/flexibleservers/migrations\"}";

        var check = SERVER + "/checkMigrationNameAvailability" + VERSION;
        var free = endpoint.call("POST", check, ask.formatted("move-2"));
        var taken = endpoint.call("POST", check, ask.formatted("move-1"));
        var none = endpoint.call("POST", check, ask.formatted("-"));

        assertThat(body(free)).isEqualTo(ArmEndpointInMemory.json("""
                {"name": "move-2", "type": "Microsoft.DBforPostgreSQL/flexibleServers/migrations", "nameAvailable": true}
                """));
        assertThat(text(taken, "/reason")).isEqualTo("AlreadyExists");
        assertThat(text(none, "/reason")).isEqualTo("Invalid");
        assertThat(endpoint.call("POST", check, "{\"name\": \"a\"}").status()).isEqualTo(400);
    }

    @Test
    void clients_find_the_server_and_its_group_first() {
        var server = endpoint.call("GET", SERVER + VERSION);
        var group = endpoint.call("GET", "/subscriptions/5ub/resourcegroups/rg?api-version=2025-04-01");

        assertThat(text(server, "/properties/fullyQualifiedDomainName")).isEqualTo("target.example");
        assertThat(text(server, "/location")).isEqualTo("eastus");
        assertThat(text(group, "/location")).isEqualTo("northeurope");
        assertThat(endpoint.call("HEAD", "/subscriptions/5ub/resourceGroups/rg?api-version=2025-04-01")
                        .status())
                .isEqualTo(204);
        assertThat(code(endpoint.call("GET", "/subscriptions/5ub/resourceGroups/r%20g" + VERSION)))
                .isEqualTo("InvalidResourceGroup");
    }
}
