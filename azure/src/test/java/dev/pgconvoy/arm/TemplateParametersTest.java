package dev.pgconvoy.arm;

import static dev.pgconvoy.arm.QuotedJson.json;
import static dev.pgconvoy.arm.QuotedJson.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The documented template's own constraints, each of them.
class TemplateParametersTest {

    private static final DeploymentScope SCOPE = new DeploymentScope("s-1", "rg", "westeurope", "move-1");

    @Test
    void the_documented_template_has_its_fourteen_parameters() {
        assertThat(MigrationTemplate.DOCUMENTED.parameters().keySet())
                .containsExactlyInAnyOrder(
                        "SourceType",
                        "targetServerName",
                        "migrationName",
                        "sourceServerResourceId",
                        "sourceServerLoginName",
                        "sourceServerLoginPassword",
                        "targetServerLoginName",
                        "targetServerLoginPassword",
                        "location",
                        "dbNamesToMigrate",
                        "migrationOption",
                        "SslMode",
                        "migrationMode",
                        "overwriteDbsInTarget");
    }

    @Test
    void what_is_left_out_has_its_default() {
        var values = MigrationTemplate.DOCUMENTED.values(Template.given(needed()), SCOPE);

        assertThat(values)
                .hasSize(14)
                .containsEntry("SourceType", json("'OnPremises'"))
                .containsEntry("location", json("'westeurope'"))
                .containsEntry("dbNamesToMigrate", json("[]"))
                .containsEntry("migrationOption", json("'ValidateAndMigrate'"))
                .containsEntry("SslMode", json("'Prefer'"))
                .containsEntry("migrationMode", json("'Offline'"))
                .containsEntry("overwriteDbsInTarget", json("'True'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "targetServerName",
                "migrationName",
                "sourceServerResourceId",
                "sourceServerLoginName",
                "sourceServerLoginPassword",
                "targetServerLoginName",
                "targetServerLoginPassword"
            })
    void what_has_no_default_is_needed(String name) {
        var without = needed();
        without.remove(name);

        assertThat(violations(without)).containsExactly(name + " has no value and no defaultValue.");
        assertThat(violations(needed().set(name, object("{'value': null}"))))
                .containsExactly(name + " has no value and no defaultValue.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SourceType | 'AWS'      | SourceType is not one of its allowed values: 'OnPremises', 'AzureVM'.
            SourceType | 7          | SourceType must be of the type String.
            SslMode | 'VerifyFull'  | SslMode is not one of its allowed values: 'Prefer', 'Require'.
            migrationMode | 'Online'| migrationMode is not one of its allowed values: 'Offline'.
            migrationOption | ''    | migrationOption is not one of its allowed values: 'Validate', 'Migrate', 'ValidateAndMigrate'.
            overwriteDbsInTarget | true  | overwriteDbsInTarget must be of the type String.
            overwriteDbsInTarget | 'yes' | overwriteDbsInTarget is not one of its allowed values: 'True', 'False'.
            dbNamesToMigrate | 'shop'    | dbNamesToMigrate must be of the type Array.
            dbNamesToMigrate | {}        | dbNamesToMigrate must be of the type Array.
            location | []                | location must be of the type String.
            targetServerName | {}        | targetServerName must be of the type String.
            sourceServerLoginName | ''   | sourceServerLoginName is shorter than its minLength, 1.
            targetServerLoginName | ''   | targetServerLoginName is shorter than its minLength, 1.
            sourceServerLoginPassword | 'hunter2' | sourceServerLoginPassword is shorter than its minLength, 8.
            targetServerLoginPassword | 'hunter2' | targetServerLoginPassword is shorter than its minLength, 8.
            targetServerLoginPassword | 12345678  | targetServerLoginPassword must be of the type SecureString.
            targetServerLoginPassword | {'reference': {'secretName': 'p'}} | targetServerLoginPassword refers to a vault in a form that is not known here; use keyvault:https://<vault>/secrets/<name>.
            """)
    void each_constraint_is_told_in_the_words_of_the_template(String name, String value, String violation) {
        var parameters = needed();
        parameters.putObject(name).set("value", json(value));

        assertThat(violations(parameters)).containsExactly(violation);
    }

    @Test
    void everything_that_is_wrong_is_told_at_once_and_no_secret() {
        var parameters = object("""
                {'targetServerName': {'value': 5}, 'migrationName': {'value': 'm'}, 'SslMode': {'value': 'hunter2'},
                 'sourceServerLoginPassword': {'value': 'hunter2'}, 'colour': {'value': 'hunter2'}}
                """);

        assertThat(violations(parameters))
                .hasSize(8)
                .anyMatch(violation -> violation.startsWith("The template has no parameter colour; it has"))
                .contains(
                        "SslMode is not one of its allowed values: 'Prefer', 'Require'.",
                        "sourceServerLoginPassword is shorter than its minLength, 8.",
                        "targetServerName must be of the type String.",
                        "targetServerLoginPassword has no value and no defaultValue.")
                .noneMatch(violation -> violation.contains("hunter2"));
    }

    @Test
    void there_is_no_end_to_what_can_be_wrong_but_there_is_one_to_what_is_said() {
        var parameters = needed();
        for (var i = 0; i < 10_000; i++) {
            parameters.put("unknown-" + i, "x");
        }

        assertThat(String.join(" ", violations(parameters))).hasSizeLessThan(2_000);
        assertThat(new TemplateException(java.util.Collections.nCopies(500, "Wrong.")).violations())
                .hasSizeLessThan(50)
                .last()
                .isEqualTo("460 more of this kind.");
    }

    @Test
    void names_and_listed_values_are_read_in_any_case_and_kept_in_the_templates() {
        var parameters = needed();
        parameters.put("SSLMODE", "require").put("sourcetype", "AZUREVM");

        assertThat(MigrationTemplate.DOCUMENTED.values(Template.given(parameters), SCOPE))
                .containsEntry("SslMode", json("'Require'"))
                .containsEntry("SourceType", json("'AzureVM'"));
        assertThat(violations(parameters.put("SslMode", "Prefer"))).containsExactly("SslMode is given twice.");
    }

    @Test
    void a_password_may_be_a_reference_however_short() {
        var parameters = needed();
        parameters.put("sourceServerLoginPassword", "env:P");

        assertThat(violations(parameters)).isEmpty();
    }

    @Test
    void what_the_service_has_learned_since_is_known_today() {
        var newer = needed().put("SourceType", "aws_rds").put("SslMode", "VerifyFull");

        var values = MigrationTemplate.TODAY.values(Template.given(newer), SCOPE);

        assertThat(values).containsEntry("SourceType", json("'AWS_RDS'"));
        assertThat(MigrationTemplate.allowing(values)).isSameAs(MigrationTemplate.TODAY);
        assertThat(MigrationTemplate.allowing(MigrationTemplate.TODAY.values(Template.given(needed()), SCOPE)))
                .isSameAs(MigrationTemplate.DOCUMENTED);
    }

    @Test
    void parameters_are_wrapped_as_a_deployment_wants_them() {
        var given = Map.<String, JsonNode>of("SslMode", json("'Require'"));

        assertThat(Template.wrapped(given)).isEqualTo(json("{'SslMode': {'value': 'Require'}}"));
        assertThat(Template.given(Template.wrapped(given))).isEqualTo(given);
    }

    private static ObjectNode needed() {
        return object("""
                {'targetServerName': {'value': 'orders'}, 'migrationName': {'value': 'move-1'},
                 'sourceServerResourceId': {'value': 'old.example.org:5432@mover'},
                 'sourceServerLoginName': {'value': 'mover'}, 'sourceServerLoginPassword': {'value': 'long enough'},
                 'targetServerLoginName': {'value': 'mover'}, 'targetServerLoginPassword': {'value': 'long enough'}}
                """);
    }

    private static List<String> violations(ObjectNode parameters) {
        var thrown = catchThrowableOfType(
                TemplateException.class, () -> MigrationTemplate.DOCUMENTED.values(Template.given(parameters), SCOPE));
        return thrown == null ? List.of() : thrown.violations();
    }
}
