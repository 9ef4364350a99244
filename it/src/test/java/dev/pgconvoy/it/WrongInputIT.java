package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.postgres.PgTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What cannot work is said before anything is done, with a remedy; the target stays as it was.
@UsesEnvironment
class WrongInputIT {

    private static final String DATABASE = "small_shop";
    private static final int NEWEST = 17;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    WrongInputIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(
                source, DATABASE, "CREATE TABLE article (id int PRIMARY KEY); INSERT INTO article VALUES (1)");
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void a_host_that_does_not_exist() throws SQLException {
        var nowhere = new RunningServer(source.name(), 15, "nowhere.invalid", 5432, source.passwordFile());

        var finding = refused(RequestJson.move("no-host", nowhere, target, DATABASE), "603000");

        thenItNames(finding, "nowhere.invalid");
    }

    @Test
    void a_port_where_nothing_listens() throws SQLException {
        var closed = source.behind(1);

        var finding = refused(RequestJson.move("no-port", closed, target, DATABASE), "603000");

        thenItNames(finding, "127.0.0.1:1");
    }

    @Test
    void a_wrong_password() throws SQLException, IOException {
        var file = Files.writeString(source.passwordFile().resolveSibling("wrong"), "not-this-one");
        var locked = new RunningServer(source.name(), 15, source.host(), source.port(), file);

        var finding = refused(RequestJson.move("no-password", locked, target, DATABASE), "603100");

        thenItNames(finding, source.host() + ":" + source.port());
        assertThat(finding.toString()).doesNotContain("not-this-one");
    }

    @Test
    void a_reference_that_is_not_allowed() throws SQLException, IOException {
        var file = Files.writeString(folder.resolve("somebody-elses"), "not-for-you");
        var asked = new RunningServer(source.name(), 15, source.host(), source.port(), file);

        var finding = refused(RequestJson.move("not-allowed", asked, target, DATABASE), "PGC1004");

        thenItNames(finding, source.host() + ":" + source.port());
        assertThat(finding.path("message").asText()).contains(file.toString(), "pgconvoy.secrets.file");
        assertThat(finding.toString()).doesNotContain("not-for-you");
    }

    @Test
    void a_database_that_the_source_does_not_have() throws SQLException {
        var finding = refused(RequestJson.move("no-database", source, target, "smal_shop"), "603102");

        thenItNames(finding, "smal_shop");
    }

    @Test
    void a_database_that_exists_on_the_target() throws SQLException {
        TestDatabases.create(target, DATABASE);
        SuperuserSql.execute(target, DATABASE, "CREATE TABLE precious (id int)");
        try {
            var finding = refused(RequestJson.move("exists", source, target, DATABASE), "603101");

            thenItNames(finding, DATABASE);
            assertThat(SuperuserSql.lines(target, DATABASE, "SELECT relname FROM pg_class WHERE relname = 'precious'"))
                    .hasSize(1);
        } finally {
            TestDatabases.drop(target, DATABASE);
        }
    }

    @Test
    void a_source_that_is_newer_than_the_target() throws SQLException {
        var newer = environment.server("target", NEWEST);
        TestDatabases.create(newer, DATABASE);
        try {
            var finding = refused(RequestJson.move("newer", newer, target, DATABASE), "PGC1101");

            thenItNames(finding, target.host() + ":" + target.port());
        } finally {
            TestDatabases.drop(newer, DATABASE);
        }
    }

    @Test
    void a_source_that_is_newer_than_pg_dump() throws SQLException {
        var installed = PgTools.find(Optional.empty()).version();
        assumeThat(installed.isAtLeast(NEWEST))
                .as("pg_dump %s reads every server there is here", installed)
                .isFalse();
        var newer = environment.server("source", NEWEST);
        TestDatabases.create(newer, DATABASE);
        try {
            var finding = refused(
                    RequestJson.move("newer-than-tools", newer, environment.server("target", NEWEST), DATABASE),
                    "PGC1102");

            thenItNames(finding, "pg_dump");
            assertThat(finding.path("message").asText()).contains(installed.toString(), "PostgreSQL " + NEWEST);
            assertThat(finding.path("remedy").asText()).contains(Integer.toString(NEWEST), "PGCONVOY_PG_BIN");
        } finally {
            TestDatabases.drop(newer, DATABASE);
        }
    }

    @Test
    void garbage_is_put_aside_with_a_reason_and_the_next_request_passes() throws SQLException {
        // given
        var garbage = target.name() + "/garbage";

        // when
        client.publish(KafkaClient.REQUESTED, garbage, "what is this?");
        var request = RequestJson.move("after-garbage", source, target, DATABASE);
        client.request(request);

        // then
        var aside = client.awaitFact(KafkaClient.UNREADABLE_REQUESTS, garbage, PATIENCE, _ -> true);
        assertThat(aside.headers())
                .hasEntrySatisfying(
                        "dead-letter-reason", reason -> assertThat(reason).contains("not JSON"))
                .containsEntry("dead-letter-topic", KafkaClient.REQUESTED);
        assertThat(client.awaitEnd(request.id(), PATIENCE).text("state")).isEqualTo("Succeeded");
        assertThat(client.ends(garbage)).isEmpty();
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void a_password_in_clear_text_is_put_aside_without_the_password() {
        // given
        var id = target.name() + "/clear-text";
        var json = RequestJson.move("clear-text", source, target, DATABASE)
                .json()
                .replace("file:" + source.passwordFile(), "tops3cret");

        // when
        client.publish(KafkaClient.REQUESTED, id, json);

        // then
        var aside = client.awaitFact(KafkaClient.UNREADABLE_REQUESTS, id, PATIENCE, _ -> true);
        assertThat(aside.headers().get("dead-letter-reason")).contains("password", "env:", "file:");
        assertThat(aside.toString()).doesNotContain("tops3cret");
    }

    /// The finding of this code, from a migration that ended before it began.
    private JsonNode refused(RequestJson request, String code) throws SQLException {
        var before = TestDatabases.names(request.target());

        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("ValidationFailed");
        assertThat(client.facts(KafkaClient.SUBMITTED, request.id())).isEmpty();
        assertThat(TestDatabases.names(request.target()))
                .isEqualTo(before)
                .noneMatch(name -> name.startsWith("pgconvoy"));
        assertThat(end.data().path("findings"))
                .filteredOn(finding -> finding.path("code").asText().equals(code))
                .hasSize(1);
        return end.data()
                .path("findings")
                .valueStream()
                .filter(finding -> finding.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static void thenItNames(JsonNode finding, String object) {
        assertThat(finding.path("severity").asText()).isEqualTo("ERROR");
        assertThat(finding.path("object").asText()).contains(object);
        assertThat(finding.path("message").asText()).isNotBlank();
        assertThat(finding.path("remedy").asText()).isNotBlank();
    }
}
