package dev.pgconvoy.arm;

import static dev.pgconvoy.arm.QuotedJson.json;
import static dev.pgconvoy.arm.QuotedJson.object;
import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.SecretRef;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes in Azure's forms, as it is read from the topic.
class RequestFormsTest {

    static final String PARAMETERS = """
            {'parameters': {
               'SourceType': {'value': 'AzureVM'}, 'targetServerName': {'value': 'orders'},
               'migrationName': {'value': 'move-1'}, 'sourceServerResourceId': {'value': 'old.example.org:6432@mover'},
               'sourceServerLoginName': {'value': 'mover@old'},
               'sourceServerLoginPassword': {'value': 'env:PGCONVOY_SOURCE_PASSWORD'},
               'targetServerLoginName': {'value': 'owner'},
               'targetServerLoginPassword': {'value': 'keyvault:https://v.vault.azure.net/secrets/target'},
               'location': {'value': 'westeurope'}, 'dbNamesToMigrate': {'value': ['shop', 'crm']},
               'migrationOption': {'value': 'Validate'}, 'SslMode': {'value': 'Require'},
               'migrationMode': {'value': 'Offline'}, 'overwriteDbsInTarget': {'value': 'True'}},
             'subscriptionId': 's-1', 'resourceGroup': 'rg-eu'}
            """;

    static final String RESOURCE = """
            {'id': 'orders/move-1', 'properties': {'sourceDbServerResourceId': 'old.example.org:5432@mover',
              'secretParameters': {'adminCredentials':
                {'sourceServerPassword': 'env:S', 'targetServerPassword': 'env:T'}, 'targetServerUsername': 'owner'},
              'dbsToMigrate': ['shop']}}
            """;

    @Test
    void all_fourteen_parameters_of_the_template_are_a_request_as_they_are() throws Exception {
        var request = read(PARAMETERS);

        assertThat(request.id()).hasToString("orders/move-1");
        assertThat(request.source())
                .isEqualTo(new ServerEndpoint(
                        "old.example.org",
                        6432,
                        "mover@old",
                        Optional.of(SecretRef.parse("env:PGCONVOY_SOURCE_PASSWORD")),
                        SslMode.REQUIRE,
                        "postgres"));
        assertThat(request.target())
                .isEqualTo(new ServerEndpoint(
                        "orders.postgres.database.azure.com",
                        5432,
                        "owner",
                        Optional.of(SecretRef.parse("keyvault:https://v.vault.azure.net/secrets/target")),
                        SslMode.REQUIRE,
                        "postgres"));
        assertThat(request.databases()).containsExactly("shop", "crm");
        assertThat(request.options().executor()).isEqualTo(ExecutorKind.AZURE);
        assertThat(request.options().migrationOption()).isEqualTo(MigrationOption.VALIDATE);
        assertThat(request.options().overwriteDbsInTarget()).isTrue();
        assertThat(request.azure())
                .contains(new AzureResource(
                        Optional.of("s-1"),
                        Optional.of("rg-eu"),
                        Optional.of("westeurope"),
                        "AzureVM",
                        Optional.of("old.example.org:6432@mover")));
    }

    @Test
    void a_resource_is_a_request_by_its_id() throws Exception {
        var id =
                "/subscriptions/s-1/resourcegroups/rg-eu/providers/microsoft.dbforpostgresql/flexibleservers/orders/migrations/m";
        var request = read(RESOURCE.replace("orders/move-1", id));

        assertThat(request.id()).hasToString("orders/m");
        assertThat(request.azure().orElseThrow().resourceGroup()).contains("rg-eu");
        assertThat(read(RESOURCE).id()).hasToString("orders/move-1");
        assertThat(read(RESOURCE.replaceFirst("}\\s*$", ", 'executor': 'Workers'}"))
                        .options()
                        .executor())
                .isEqualTo(ExecutorKind.WORKERS);
    }

    @Test
    void tags_of_a_resource_are_labels_and_those_that_cannot_be_are_left_out() throws Exception {
        var tags = ", 'tags': {'team': 'shop', 'cost center': 'x', 'number': 7}}";

        assertThat(read(RESOURCE.replaceFirst("}\\s*$", tags)).labels()).containsExactly(entry("team", "shop"));
    }

    @Test
    void labels_stand_beside_parameters() throws Exception {
        assertThat(read(PARAMETERS.replaceFirst("}\\s*$", ", 'labels': {'team': 'shop'}}"))
                        .labels())
                .containsExactly(entry("team", "shop"));
        assertRefused(
                PARAMETERS.replaceFirst("}\\s*$", ", 'labels': {'the team': 'shop'}}"),
                "$.parameters: a key in labels");
    }

    @Test
    void what_is_null_is_as_good_as_left_out() throws Exception {
        var nulls = object(RESOURCE);
        nulls.putNull("location").putNull("subscriptionId").putNull("executor");
        nulls.withObject("properties")
                .putNull("sourceDbServerFullyQualifiedDomainName")
                .putNull("targetDbServerFullyQualifiedDomainName")
                .putNull("sourceType")
                .withObject("secretParameters")
                .putNull("sourceServerUsername");

        assertThat(read(nulls.toString())).isEqualTo(read(RESOURCE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            old.example.org:6432@mover@shard | old.example.org | 6432 | mover@shard | OnPremises
            10.0.0.7:5432@mover              | 10.0.0.7        | 5432 | mover       | OnPremises
            [2001:db8::7]:5432@mover         | 2001:db8::7     | 5432 | mover       | OnPremises
            /subscriptions/s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/servers/legacy | legacy.postgres.database.azure.com | 5432 | given | PostgreSQLSingleServer
            /SUBSCRIPTIONS/s/resourcegroups/g/providers/microsoft.dbforpostgresql/FlexibleServers/flex | flex.postgres.database.azure.com | 5432 | given | PostgreSQLFlexibleServer
            """)
    void a_source_is_found_by_its_resource_id(String id, String host, int port, String user, String type)
            throws Exception {
        var given = user.equals("given") ? ", 'sourceServerUsername': 'given'" : "";
        var request = read(RESOURCE.replace("old.example.org:5432@mover", id)
                .replace(", 'targetServerUsername': 'owner'", ", 'targetServerUsername': 'owner'" + given));

        assertThat(request.source().host()).isEqualTo(host);
        assertThat(request.source().port()).isEqualTo(port);
        assertThat(request.source().user()).isEqualTo(user);
        assertThat(request.azure().orElseThrow().sourceType()).isEqualTo(type);
        assertThat(request.azure().orElseThrow().sourceResourceId()).contains(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'env:S'      | 'hunter22'     | $.properties.secretParameters.adminCredentials.sourceServerPassword: a password in clear text is refused; use
            'env:S'      | 12345678       | $: secretParameters.adminCredentials.sourceServerPassword must be text.
            ['shop']     | 'shop'         | $: dbsToMigrate must be an array of names.
            ['shop']     | [7]            | $.properties.dbsToMigrate[0]: missing
            old.example.org:5432@mover | old.example.org         | $: sourceDbServerResourceId must be <host>:<port>@<user> or the resource id of a server.
            old.example.org:5432@mover | old.example.org:0@mover | $.properties.sourceDbServerResourceId: port must be
            old.example.org:5432@mover | ::1:5432@mover          | $: sourceDbServerResourceId must be
            old.example.org:5432@mover | old.example.org:5432    | $: secretParameters.sourceServerUsername is missing.
            orders/move-1              | orders                  | $: id must be <server>/<migration> or the resource id of a migration.
            orders/move-1              | a/b/c                   | $: id must be <server>/<migration> or the resource id of a migration.
            orders/move-1              | orders/mo ve            | $.id: the migration name must be
            'dbsToMigrate'             | 'migrationMode': 'Online', 'dbsToMigrate'   | $: migrationMode Online is not supported; use Offline.
            'dbsToMigrate'             | 'sslMode': 'Never', 'colour': 1, 'dbsToMigrate' | $: A migration has no property colour. sslMode must be one of Prefer, Require, VerifyCA, VerifyFull.
            """)
    void what_is_wrong_with_a_resource_is_told_in_its_own_words(String right, String wrong, String reason) {
        assertRefused(RESOURCE.replace(right, wrong), reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            env:PGCONVOY_SOURCE_PASSWORD | hunter22     | $.parameters.sourceServerLoginPassword: a password in clear text is refused; use
            keyvault:https://v.vault.azure.net/secrets/target | hunter22 | $.parameters.targetServerLoginPassword: a password in clear text is refused; use
            env:PGCONVOY_SOURCE_PASSWORD | hunter2      | $: sourceServerLoginPassword is shorter than its minLength, 8.
            'value': 'Require'           | 'value': 'x' | $: SslMode is not one of its allowed values: 'Prefer', 'Require', 'VerifyCA', 'VerifyFull'.
            'value': 'orders'            | 'value': '-' | $.parameters: the target server must be
            ['shop', 'crm']              | ['a', 'a']   | $.parameters: databases must not repeat a name
            'subscriptionId'             | 'sub'        | $: Beside the parameters, sub is not known.
            """)
    void what_is_wrong_with_parameters_is_told_in_their_own_words(String right, String wrong, String reason) {
        assertRefused(PARAMETERS.replace(right, wrong), reason);
    }

    @Test
    void what_has_a_source_is_a_request_of_ours_whatever_else_is_in_it() throws Exception {
        var ours = """
                {'id': 'flex/shop', 'source': {'host': 'old', 'user': 'u'}, 'target': {'host': 'new', 'user': 'u'},
                 'parameters': {}, 'properties': {}}
                """;

        assertThat(RequestForms.canonical(json(ours))).isEqualTo(json(ours));
        assertRefused(ours, "$.parameters: this property is not known");
    }

    /// A misspelt executor would have another one move the data.
    @Test
    void what_stands_beside_parameters_and_properties_is_looked_at() throws Exception {
        assertRefused(
                object(RESOURCE).put("executr", "workers").toString(),
                "$: Beside the properties, executr is not known. Did you mean 'executor'?");
        assertThat(read(object(RESOURCE).put("x-ticket", "hunter2").toString())).isEqualTo(read(RESOURCE));
    }

    private static void assertRefused(String value, String reason) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(value))
                .withMessageStartingWith(reason)
                .withMessageNotContaining("hunter2");
    }

    static MigrationRequest read(String text) throws MalformedEventException {
        return read(json(text));
    }

    static MigrationRequest read(JsonNode json) throws MalformedEventException {
        var headers = new RecordHeaders().add("ce_type", "dev.pgconvoy.migration.requested.v1".getBytes(UTF_8));
        var event = EventCodec.read("migration.requested", headers, EventJson.write(json), NOON);
        return ((MigrationRequested) event.data()).request();
    }
}
