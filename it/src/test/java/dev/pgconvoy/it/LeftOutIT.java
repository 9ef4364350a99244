package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Owners, grants and extensions that a request leaves out: they alone are missing, and what needs them is named.
@Tag("long")
@UsesEnvironment
class LeftOutIT {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final KafkaClient client;

    LeftOutIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("left-out-source", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void close() {
        client.close();
    }

    @Test
    void without_owners_and_grants_all_belongs_to_the_target_user_who_needs_no_other_role() throws Exception {
        // given
        var target = environment.server("left-out-target", 17);
        TestDatabases.create(source, "ownerless");
        SuperuserSql.execute(source, "ownerless", SuperuserSql.resource("content/fill_ownerless"));
        SuperuserSql.execute(
                target,
                "postgres",
                "CREATE ROLE plain LOGIN CREATEDB PASSWORD '%s'; GRANT CREATE ON DATABASE postgres TO plain"
                        .formatted(Files.readString(target.passwordFile()).strip()));
        var request = RequestJson.move("ownerless", source, target, "ownerless")
                .asTargetUser("plain")
                .with("\"rights\": {\"noOwner\": true, \"noAcl\": true}");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes")).isEmpty();
        assertThat(SuperuserSql.lines(target, "ownerless", SuperuserSql.resource("content/list_owners")))
                .containsOnly("plain");
        assertThat(SuperuserSql.lines(source, "ownerless", SuperuserSql.resource("content/list_owners")))
                .contains("keeper");
        assertThat(SuperuserSql.lines(target, "ownerless", SuperuserSql.resource("content/list_grants")))
                .isEmpty();
        assertThat(SuperuserSql.lines(source, "ownerless", SuperuserSql.resource("content/list_grants")))
                .isNotEmpty();
        var wanted = ContentLines.of(source, "ownerless");
        var found = ContentLines.of(target, "ownerless");
        assertThat(found.tables()).containsExactlyElementsOf(wanted.tables());
        assertThat(found.sequences()).containsExactlyElementsOf(wanted.sequences());
    }

    @Test
    void without_an_extension_what_needs_it_is_named_before_and_after() throws Exception {
        // given
        var target = environment.server("left-out-target", 17);
        TestDatabases.create(source, "extensionless");
        SuperuserSql.execute(source, "extensionless", """
                CREATE EXTENSION citext;
                CREATE EXTENSION hstore;
                CREATE EXTENSION pg_trgm;
                CREATE TABLE plain (id int PRIMARY KEY, said text);
                INSERT INTO plain VALUES (1, 'a'), (2, 'b');
                CREATE INDEX said_by_parts ON plain USING gin (said gin_trgm_ops);
                CREATE TABLE people (id int PRIMARY KEY, names citext[]);
                CREATE VIEW named AS SELECT names FROM people;
                CREATE TABLE things (id int PRIMARY KEY, properties hstore);
                INSERT INTO things VALUES (1, 'a => 1');
                """);
        var request = RequestJson.move("extensionless", source, target, "extensionless")
                .with("\"filters\": {\"excludeExtensions\": [\"citext\", \"pg_trgm\"]}");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(of("PGC1702", end.data().at("/findings"), "object"))
                .containsExactly("extension citext in \"extensionless\"", "extension pg_trgm in \"extensionless\"");
        assertThat(of("PGC1702", end.data().at("/findings"), "message"))
                .satisfiesExactly(
                        citext -> assertThat(citext)
                                .contains("table public.people")
                                .doesNotContain("things"),
                        trigrams -> assertThat(trigrams).contains("index public.said_by_parts"));
        assertThat(of("PGC2004", end.data().at("/report/notes"), "object"))
                .containsExactlyInAnyOrder("index public.said_by_parts", "table public.people", "view public.named");
        assertThat(SuperuserSql.lines(target, "extensionless", "SELECT extname FROM pg_extension ORDER BY 1"))
                .containsExactly("hstore", "plpgsql");
        await().untilAsserted(() -> assertThat(TestDatabases.sessions(source)).isEmpty());
        SuperuserSql.execute(source, "extensionless", "DROP EXTENSION citext, pg_trgm CASCADE; DROP TABLE people");
        assertThat(ContentLines.of(target, "extensionless").tables())
                .containsExactlyElementsOf(
                        ContentLines.of(source, "extensionless").tables());
    }

    private static List<String> of(String code, JsonNode findings, String property) {
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> finding.path("code").asText().equals(code))
                .map(finding -> finding.path(property).asText())
                .toList();
    }
}
