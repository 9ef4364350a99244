package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pgconvoy.it.content.Contents;
import dev.pgconvoy.it.content.Databases;
import dev.pgconvoy.it.content.Family;
import dev.pgconvoy.it.content.Schema;
import dev.pgconvoy.it.environment.Environment;
import dev.pgconvoy.it.environment.PostgresServer;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.Fact;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.Request;
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

    private final Environment environment;
    private final PostgresServer source;
    private final KafkaClient client;
    private final List<Family> families;
    private final List<PostgresServer> targets = new ArrayList<>();

    FamiliesIT(Environment environment) throws IOException {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
        this.families = Family.all();
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        Family.createRoles(source);
        for (var family : families) {
            family.create(source);
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var family : families) {
            Databases.drop(source, family.database());
            for (var target : targets) {
                Databases.drop(target, family.database());
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
        Family.createRoles(target);
        var request = request(target);
        client.request(request);
        return arrival(request);
    }

    private static boolean isNotNamed(String difference) {
        return !(difference.startsWith("- ") && difference.contains(NOT_MOVED));
    }

    private Request request(PostgresServer target) {
        return Request.move(
                        "families",
                        source,
                        target,
                        families.stream().map(Family::database).toArray(String[]::new))
                .with("\"overwriteDbsInTarget\": true");
    }

    private Stream<DynamicNode> arrival(Request request) {
        return Stream.concat(
                Stream.of(dynamicTest("succeeds", () -> thenSucceeded(client.awaitEnd(request.id(), PATIENCE)))),
                Stream.concat(
                        families.stream()
                                .map(family -> dynamicTest(family.name(), () -> thenIsTheSame(request, family))),
                        Stream.of(dynamicTest("and is found to be the same", () -> thenIsFoundTheSame(request)))));
    }

    private static void thenSucceeded(Fact end) {
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
    private void thenIsFoundTheSame(Request moved) {
        var comparison = Request.move(
                        "families-compared",
                        source,
                        moved.target(),
                        families.stream().map(Family::database).toArray(String[]::new))
                .with("\"migrationOption\": \"Verify\"");

        client.request(comparison);

        var end = client.awaitEnd(comparison.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
    }

    private void thenIsTheSame(Request request, Family family) throws SQLException, IOException, InterruptedException {
        var target = request.target();
        var wanted = Contents.of(source, family.database());
        var found = Contents.of(target, family.database());
        assertThat(found.tables()).containsExactlyElementsOf(wanted.tables());
        assertThat(found.sequences()).containsExactlyElementsOf(wanted.sequences());
        assertThat(found.largeObjects()).containsExactlyElementsOf(wanted.largeObjects());
        assertThat(Schema.differences(source, target, family.database()))
                .filteredOn(FamiliesIT::isNotNamed)
                .isEmpty();
        assertThat(Schema.catalogueDifferences(source, target, family.database()))
                .filteredOn(FamiliesIT::isNotNamed)
                .isEmpty();
        assertThat(Databases.hasLedger(target, family.database())).isFalse();
    }
}
