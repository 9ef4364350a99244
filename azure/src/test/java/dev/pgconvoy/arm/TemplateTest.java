package dev.pgconvoy.arm;

import static dev.pgconvoy.arm.QuotedJson.json;
import static dev.pgconvoy.arm.QuotedJson.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final DeploymentScope SCOPE = new DeploymentScope("s-1", "rg", "westeurope", "d-1");
    private static final String MIGRATION = """
            'type': 'microsoft.dbforpostgresql/FLEXIBLESERVERS/migrations', 'apiVersion': '2023-06-01-preview'""";

    @Test
    void the_documented_template_makes_one_migration() {
        var given = Template.given(json("""
                {'targetServerName': 'orders', 'migrationName': 'move-1', 'sourceServerResourceId': 'old:5432@mover',
                 'sourceServerLoginName': 'mover', 'sourceServerLoginPassword': '[not evaluated]',
                 'targetServerLoginName': 'owner', 'targetServerLoginPassword': 'env:P', 'dbNamesToMigrate': ['shop']}
                """));

        var resources =
                MigrationTemplate.DOCUMENTED.resources(MigrationTemplate.DOCUMENTED.values(given, SCOPE), SCOPE);

        assertThat(resources)
                .containsExactly(new TemplateResource(
                        "orders",
                        "move-1",
                        "2023-06-01-preview",
                        "westeurope",
                        MissingNode.getInstance(),
                        object("""
                {'sourceDbServerResourceId': 'old:5432@mover', 'dbsToMigrate': ['shop'],
                 'secretParameters': {'adminCredentials':
                   {'sourceServerPassword': '[not evaluated]', 'targetServerPassword': 'env:P'},
                   'sourceServerUsername': 'mover', 'targetServerUsername': 'owner'},
                 'migrationMode': 'Offline', 'overwriteDbsInTarget': 'True', 'migrationOption': 'ValidateAndMigrate',
                 'sslMode': 'Prefer', 'sourceType': 'OnPremises'}
                """)));
    }

    @Test
    void a_default_may_refer_to_any_other_parameter() {
        var template = template("""
                {'a': {'type': 'string', 'defaultValue': '[concat(parameters(\\u0027b\\u0027), \\u0027!\\u0027)]'},
                 'b': {'type': 'string', 'defaultValue': '[parameters(\\u0027c\\u0027)]'},
                 'c': {'type': 'string'}}""", "");

        assertThat(template.values(Map.of("C", json("'x'")), SCOPE))
                .containsEntry("a", json("'x!'"))
                .containsEntry("b", json("'x'"));
    }

    @Test
    void a_default_has_to_keep_the_constraints_too() {
        var template = template("{'a': {'type': 'string', 'allowedValues': ['x'], 'defaultValue': 'y'}}", "");

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.values(Map.of(), SCOPE))
                .withMessage("a is not one of its allowed values: 'x'.");
    }

    @Test
    void a_default_that_refers_to_itself_is_refused() {
        var template = template("{'a': {'type': 'string', 'defaultValue': '[parameters(\\u0027a\\u0027)]'}}", "");

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.values(Map.of(), SCOPE))
                .withMessageContaining("refers to itself");
    }

    @Test
    void resources_have_conditions_and_locations() {
        var resources = resources("""
                {%1$s, 'name': 'orders/a', 'properties': {}, 'condition': false},
                {%1$s, 'name': 'orders/b', 'properties': {}, 'condition': '[equals(1, 1)]', 'location': 'eastus'},
                {%1$s, 'name': 'orders/c', 'properties': {'sslMode': '[toLower(\\u0027X\\u0027)]'}}
                """.formatted(MIGRATION));

        assertThat(resources)
                .extracting(TemplateResource::name, TemplateResource::location)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("b", "eastus"),
                        org.assertj.core.groups.Tuple.tuple("c", "westeurope"));
        assertThat(resources.getLast().properties()).isEqualTo(json("{'sslMode': 'x'}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'Microsoft.Storage/storageAccounts', 'name': 'a/b'} | resources[0] has the type 'Microsoft.Storage/storageAccounts'; only Microsoft.DBforPostgreSQL/flexibleServers/migrations can be deployed here.
            {%s, 'name': 'orders', 'properties': {}}           | resources[0] must have a name of the form <server>/<migration>.
            {%s, 'name': 'orders/', 'properties': {}}          | resources[0] must have a name of the form <server>/<migration>.
            {%s, 'name': 'a/b/c', 'properties': {}}            | resources[0] must have a name of the form <server>/<migration>.
            {%s, 'name': {}, 'properties': {}}                 | resources[0] must have a name of the form <server>/<migration>.
            {%s, 'properties': {}}                             | resources[0] must have a name of the form <server>/<migration>.
            {%s, 'name': 'a/b'}                                | resources[0] has no properties.
            {%s, 'name': 'a/b', 'properties': []}              | resources[0] has no properties.
            {%s, 'name': 'a/b', 'properties': {}, 'copy': {}}  | resources[0] has 'copy', which is not known here.
            {%s, 'name': 'a/b', 'properties': {}, 'condition': 'perhaps'} | A condition must be true or false.
            5                                                  | resources[0] has the type ''; only Microsoft.DBforPostgreSQL/flexibleServers/migrations can be deployed here.
            """)
    void what_cannot_be_deployed_is_told(String resource, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> resources(resource.replace("%s", MIGRATION)))
                .withMessage(message);
    }

    @Test
    void what_is_no_template_is_told() {
        for (var none : List.of("[]", "null", "{}", "{'resources': {}}", "7")) {
            assertThatExceptionOfType(TemplateException.class)
                    .as(none)
                    .isThrownBy(() -> Template.of(json(none)))
                    .withMessage("A template is a JSON object with an array of resources.");
        }
    }

    private static List<TemplateResource> resources(String resources) {
        return template("{}", resources).resources(Map.of(), SCOPE);
    }

    private static Template template(String parameters, String resources) {
        JsonNode json = json("{'parameters': %s, 'resources': [%s]}".formatted(parameters, resources));
        return Template.of(json);
    }
}
