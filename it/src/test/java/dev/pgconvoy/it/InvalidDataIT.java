package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rows that violate a foreign key or check of their own source: they got past it while its triggers were off, or
/// before the function that it asks became stricter.
@UsesEnvironment
class InvalidDataIT {

    private static final String DATABASE = "orphanage";
    private static final String CHECKED = "gatehouse";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    InvalidDataIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE home (id int PRIMARY KEY);
                CREATE TABLE child (id int PRIMARY KEY, home int CONSTRAINT lives_in REFERENCES home);
                CREATE TABLE toy (id int PRIMARY KEY, child int CONSTRAINT belongs_to REFERENCES child);
                INSERT INTO home SELECT i FROM generate_series(1, 10) i;
                INSERT INTO child SELECT i, i % 10 + 1 FROM generate_series(1, 1000) i;
                INSERT INTO toy SELECT i, i FROM generate_series(1, 500) i;
                SET session_replication_role = replica;
                DELETE FROM home WHERE id IN (3, 7);
                """);
    }

    @BeforeAll
    void fill_a_source_whose_checks_became_stricter() throws SQLException {
        TestDatabases.create(source, CHECKED);
        SuperuserSql.execute(source, CHECKED, SuperuserSql.resource("content/fill_violated_checks"));
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var database : List.of(DATABASE, CHECKED)) {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void a_violated_key_is_made_without_validation_and_its_rows_are_counted() throws SQLException {
        var request = RequestJson.move("not-valid", source, target, DATABASE)
                .with("\"overwriteDbsInTarget\": true, \"copy\": {\"onInvalidData\": \"not-valid\"}");

        client.request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes")).singleElement().satisfies(note -> {
            assertThat(note.path("code").asText()).isEqualTo("PGC2007");
            assertThat(note.path("object").asText()).contains("lives_in");
            assertThat(note.path("message").asText()).contains("200");
        });
        assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        assertThat(SuperuserSql.lines(
                        target,
                        DATABASE,
                        "SELECT conname || ' ' || convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1"))
                .containsExactly("belongs_to true", "lives_in false");
    }

    @Tag("long")
    @Test
    void without_that_wish_the_migration_fails_and_names_the_key() throws SQLException {
        var request = RequestJson.move("refused-key", source, target, DATABASE).with("\"overwriteDbsInTarget\": true");

        client.request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Failed");
        assertThat(end.data().at("/failure").toString()).contains("lives_in");
        assertThat(TestDatabases.names(target)).contains(DATABASE);
    }

    @Tag("long")
    @Test
    void a_violated_check_is_made_without_validation_wherever_it_is() throws SQLException {
        var request = RequestJson.move("checks-not-valid", source, target, CHECKED)
                .with("\"overwriteDbsInTarget\": true, \"copy\": {\"onInvalidData\": \"not-valid\"}");

        client.request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes"))
                .extracting(note -> "%s %s"
                        .formatted(
                                note.path("object").asText(),
                                note.path("message").asText().replaceFirst(" of the source.*", "")))
                .containsExactlyInAnyOrder(
                        "public.amount \"even\" of domains 20 rows",
                        "public.plain even 50 rows",
                        "public.tree even 40 rows");
        assertThat(ContentLines.of(target, CHECKED)).isEqualTo(ContentLines.of(source, CHECKED));
        var checks = SuperuserSql.resource("content/list_checks");
        var expected = SuperuserSql.lines(source, CHECKED, checks);
        assertThat(SuperuserSql.lines(target, CHECKED, checks))
                .extracting(check -> check.replace(" NOT VALID", ""))
                .isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(8);
        assertThat(
                        SuperuserSql.lines(
                                target,
                                CHECKED,
                                "SELECT DISTINCT conname FROM pg_constraint WHERE contype = 'c' AND NOT convalidated ORDER BY 1"))
                .containsExactly("\"even\" of domains", "even");
    }

    @Test
    void without_that_wish_the_migration_fails_and_names_the_check() throws SQLException {
        var request = RequestJson.move("refused-check", source, target, CHECKED).with("\"overwriteDbsInTarget\": true");

        client.request(request);

        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Failed");
        assertThat(end.data().at("/failure").toString())
                .contains("violates check constraint", "public.plain", "--on-invalid-data not-valid");
    }
}
