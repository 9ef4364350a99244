package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An id stands for the first request under it: what the status shows is what is done, and nothing else is.
@UsesEnvironment
class UsedIdIT {

    private static final String FIRST = "asked_for_first";
    private static final String SECOND = "asked_for_second";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration LONGER_THAN_A_MIGRATION = Duration.ofSeconds(10);

    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    UsedIdIT(TestEnvironment environment) {
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException {
        for (var database : List.of(FIRST, SECOND)) {
            TestDatabases.create(source, database);
            SuperuserSql.execute(
                    source, database, "CREATE TABLE article (id int PRIMARY KEY); INSERT INTO article VALUES (1)");
        }
    }

    @BeforeEach
    void drop_the_copies() throws SQLException {
        TestDatabases.drop(target, FIRST);
        TestDatabases.drop(target, SECOND);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        for (var database : List.of(FIRST, SECOND)) {
            TestDatabases.drop(source, database);
            TestDatabases.drop(target, database);
        }
    }

    @Test
    void a_different_request_is_put_aside_and_the_first_one_is_done() throws SQLException {
        // given
        var first = RequestJson.move("used", source, target, FIRST);
        var second = RequestJson.move("used", source, target, SECOND);

        // when
        client.request(first);
        client.request(second);

        // then
        thenIsPutAside(second.id());
        thenMoved(first);
        thenNothingIsDoneFor(second);
    }

    @Tag("long")
    @Test
    void what_was_refused_is_not_done_in_the_words_of_a_second_request() throws SQLException {
        // given
        var first = RequestJson.move("used-and-refused", source, target, "there_is_no_such_database");
        var second = RequestJson.move("used-and-refused", source, target, SECOND);
        client.request(first);
        assertThat(client.awaitEnd(first.id(), PATIENCE).text("state")).isEqualTo("ValidationFailed");

        // when
        client.request(second);

        // then
        thenIsPutAside(second.id());
        thenNothingIsDoneFor(second);
        assertThat(client.facts(KafkaClient.SUBMITTED, second.id())).isEmpty();
    }

    @Test
    void a_record_with_another_key_is_put_aside_and_nothing_is_done() throws SQLException {
        // given
        var first = RequestJson.move("used-under-its-key", source, target, FIRST);
        var second = RequestJson.move("used-under-its-key", source, target, SECOND);
        var otherKey = target.name() + "/some-other-key";

        // when
        client.publish(KafkaClient.REQUESTED, otherKey, second.json());
        client.request(first);

        // then
        thenIsPutAside(otherKey);
        thenMoved(first);
        thenNothingIsDoneFor(second);
    }

    private void thenIsPutAside(String key) {
        var aside = client.awaitFact(KafkaClient.UNREADABLE_REQUESTS, key, PATIENCE, _ -> true);
        assertThat(aside.headers().get("dead-letter-reason")).isNotBlank();
    }

    private void thenMoved(RequestJson request) throws SQLException {
        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/request/databases/0").asText()).isEqualTo(FIRST);
        assertThat(ContentLines.of(target, FIRST)).isEqualTo(ContentLines.of(source, FIRST));
    }

    private void thenNothingIsDoneFor(RequestJson second) {
        await("nobody makes " + SECOND)
                .during(LONGER_THAN_A_MIGRATION)
                .atMost(LONGER_THAN_A_MIGRATION.multipliedBy(2))
                .until(() -> !TestDatabases.names(target).contains(SECOND)
                        && client.ends(second.id()).size() == 1);
    }
}
