package dev.pgconvoy.arm;

import static dev.pgconvoy.arm.QuotedJson.json;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aSource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateParametersOfRequestTest {

    private static final DeploymentScope SCOPE = new DeploymentScope("s-1", "rg", "westeurope", "move-1");

    @Test
    void a_request_gives_all_fourteen_parameters() {
        var request =
                aRequest().onAzure().databases("shop", "stock").overwriting().build();

        var values = TemplateParameters.of(request, (_, reference) -> new Secret("of " + reference.text()));

        assertThat(MigrationTemplate.DOCUMENTED.values(values, SCOPE))
                .hasSize(14)
                .containsEntry("SourceType", json("'OnPremises'"))
                .containsEntry("targetServerName", json("'flex-eu-1'"))
                .containsEntry("migrationName", json("'move-the-shop'"))
                .containsEntry("sourceServerResourceId", json("'old.example.org:5432@mover'"))
                .containsEntry("sourceServerLoginName", json("'mover'"))
                .containsEntry("sourceServerLoginPassword", json("'of env:PGCONVOY_SOURCE_PASSWORD'"))
                .containsEntry("targetServerLoginName", json("'mover'"))
                .containsEntry("targetServerLoginPassword", json("'of file:/run/secrets/target-password'"))
                .containsEntry("location", json("'westeurope'"))
                .containsEntry("dbNamesToMigrate", json("['shop', 'stock']"))
                .containsEntry("migrationOption", json("'ValidateAndMigrate'"))
                .containsEntry("SslMode", json("'Require'"))
                .containsEntry("migrationMode", json("'Offline'"))
                .containsEntry("overwriteDbsInTarget", json("'True'"));
    }

    @Test
    void the_resource_that_they_make_is_the_same_request() throws Exception {
        var request = aRequest().onAzure().option(MigrationOption.VALIDATE).build();
        var values = MigrationTemplate.DOCUMENTED.values(
                TemplateParameters.of(request, (_, reference) -> new Secret(reference.text())), SCOPE);

        var resource = MigrationTemplate.DOCUMENTED.resources(values, SCOPE).getFirst();

        var again = new MigrationProperties(resource.properties())
                .request(resource.server(), resource.name(), QuotedJson.object("{}"), "azure");
        assertThat(again.path("id").asText()).isEqualTo("flex-eu-1/move-the-shop");
        assertThat(again.path("source").path("host").asText()).isEqualTo("old.example.org");
        assertThat(again.path("source").path("sslMode").asText()).isEqualToIgnoringCase("require");
        assertThat(again.path("options").path("migrationOption").asText()).isEqualTo("Validate");
        assertThat(again.path("options").path("overwriteDbsInTarget").asBoolean())
                .isFalse();
    }

    @Test
    void without_an_azure_part_the_source_is_named_by_its_address() {
        assertThat(TemplateParameters.of(aRequest().build(), (_, _) -> new Secret("long enough")))
                .containsEntry("SourceType", json("'OnPremises'"))
                .containsEntry("sourceServerResourceId", json("'old.example.org:5432@mover'"))
                .doesNotContainKey("location");
    }

    @ParameterizedTest
    @CsvSource({"VERIFY_CA, VerifyCA", "VERIFY_FULL, VerifyFull", "PREFER, Prefer"})
    void ssl_modes_are_in_the_services_words(SslMode mode, String word) {
        var values = TemplateParameters.of(with(mode), (_, _) -> new Secret("long enough"));

        assertThat(MigrationTemplate.TODAY.values(values, SCOPE))
                .containsEntry("SslMode", json("'%s'".formatted(word)));
    }

    @Test
    void what_the_service_does_not_take_is_told_by_the_template() {
        var request = aRequest().from(aSource().withoutPassword()).build();

        assertThat(violations(request)).containsExactly("sourceServerLoginPassword has no value and no defaultValue.");
        assertThat(violations(with(SslMode.DISABLE)))
                .singleElement()
                .asString()
                .startsWith("SslMode is not one of its allowed values: 'Prefer', 'Require'");
    }

    private static MigrationRequest with(SslMode mode) {
        var source = aSource();
        return aRequest()
                .from(new ServerEndpoint(
                        source.host(), source.port(), source.user(), source.password(), mode, "postgres"))
                .build();
    }

    private static List<String> violations(MigrationRequest request) {
        var thrown = catchThrowableOfType(
                TemplateException.class,
                () -> MigrationTemplate.TODAY.values(
                        TemplateParameters.of(request, (_, _) -> new Secret("long enough")), SCOPE));
        return thrown.violations();
    }
}
