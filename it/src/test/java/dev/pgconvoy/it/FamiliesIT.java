package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.ObjectFamily;
import dev.pgconvoy.it.content.SchemaLines;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Everything that PostgreSQL can hold, one family of objects per database, all of them in one migration; then object
/// by object and row by row. What a migration cannot move it has to name.
@UsesEnvironment
class FamiliesIT {

    private static final String NOT_MOVED = "left_behind";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final KafkaClient client;
    private final List<ObjectFamily> families;
    private final List<RunningServer> targets = new ArrayList<>();

    FamiliesIT(TestEnvironment environment) throws IOException {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
        this.families = ObjectFamily.all();
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        ObjectFamily.createRoles(source);
        for (var family : families) {
            family.create(source);
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var family : families) {
            TestDatabases.drop(source, family.database());
            for (var target : targets) {
                TestDatabases.drop(target, family.database());
            }
        }
    }

    @TestFactory
    Stream<DynamicNode> all_families_arrive() throws SQLException {
        return arrivalOn(15);
    }

    @Tag("long")
    @TestFactory
    Stream<DynamicNode> so_they_do_on_a_newer_server() throws SQLException {
        return arrivalOn(17);
    }

    private Stream<DynamicNode> arrivalOn(int major) throws SQLException {
        var target = environment.server("target", major);
        targets.add(target);
        ObjectFamily.createRoles(target);
        var request = request(target);
        client.request(request);
        return arrival(request);
    }

    private static boolean isNotNamed(String difference) {
        return !(difference.startsWith("- ") && difference.contains(NOT_MOVED));
    }

    private RequestJson request(RunningServer target) {
        return RequestJson.move(
                        "families",
                        source,
                        target,
                        families.stream().map(ObjectFamily::database).toArray(String[]::new))
                .with("\"overwriteDbsInTarget\": true");
    }

    private Stream<DynamicNode> arrival(RequestJson request) {
        return Stream.concat(
                Stream.of(dynamicTest("succeeds", () -> thenSucceeded(client.awaitEnd(request.id(), PATIENCE)))),
                Stream.concat(
                        families.stream()
                                .map(family -> dynamicTest(family.name(), () -> thenIsTheSame(request, family))),
                        Stream.of(dynamicTest("and is found to be the same", () -> thenIsFoundTheSame(request)))));
    }

    private static void thenSucceeded(TopicFact end) {
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes"))
                .as("what could not be moved")
                .extracting(
                        note -> note.path("code").asText(),
                        note -> note.path("object").asText())
                .containsExactlyInAnyOrder(
                        tuple("PGC2006", "index public." + NOT_MOVED),
                        tuple(
                                "PGC2018",
                                "setting default_transaction_read_only of database \"family_hostile_settings\""));
    }

    /// What was moved in full is no difference to a comparison.
    private void thenIsFoundTheSame(RequestJson moved) {
        var comparison = RequestJson.move(
                        "families-compared",
                        source,
                        moved.target(),
                        families.stream().map(ObjectFamily::database).toArray(String[]::new))
                .with("\"migrationOption\": \"Verify\"");

        client.request(comparison);

        var end = client.awaitEnd(comparison.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
    }

    private void thenIsTheSame(RequestJson request, ObjectFamily family)
            throws SQLException, IOException, InterruptedException {
        var target = request.target();
        var wanted = ContentLines.of(source, family.database());
        var found = ContentLines.of(target, family.database());
        assertThat(found.tables()).containsExactlyElementsOf(wanted.tables());
        assertThat(found.sequences()).containsExactlyElementsOf(wanted.sequences());
        assertThat(found.largeObjects()).containsExactlyElementsOf(wanted.largeObjects());
        assertThat(SchemaLines.differences(source, target, family.database()))
                .filteredOn(FamiliesIT::isNotNamed)
                .isEmpty();
        assertThat(SchemaLines.catalogueDifferences(source, target, family.database()))
                .filteredOn(FamiliesIT::isNotNamed)
                .isEmpty();
        assertThat(TestDatabases.hasLedger(target, family.database())).isFalse();
    }
}
