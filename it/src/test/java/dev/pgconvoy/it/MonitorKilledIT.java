package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The only writer of state dies by SIGKILL in the middle of a migration and comes back.
@Tag("long")
@UsesEnvironment
class MonitorKilledIT {

    private static final String DATABASE = "bank_watched";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    MonitorKilledIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void no_change_is_lost_or_told_twice() throws SQLException, IOException, InterruptedException {
        // given
        TestDatabases.pgbench(source, DATABASE, 10);
        var request = RequestJson.move("watched", source, target, DATABASE);
        client.request(request);
        client.awaitFact(
                KafkaClient.SUBSTATE_CHANGED,
                request.id(),
                PATIENCE,
                fact -> fact.text("substate").equals("MigratingData"));

        // when
        environment.service(TestEnvironment.MONITOR).kill();
        assertThat(client.ends(request.id())).isEmpty();
        environment.replace(TestEnvironment.MONITOR);

        // then
        var end = client.awaitEnd(request.id(), PATIENCE);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        var last = end.data().path("revision").asLong();
        client.awaitFact(
                KafkaClient.SUBSTATE_CHANGED,
                request.id(),
                PATIENCE,
                fact -> fact.data().path("revision").asLong() == last);
        assertThat(client.facts(KafkaClient.SUBSTATE_CHANGED, request.id()))
                .extracting(fact -> fact.data().path("revision").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(client.ends(request.id())).hasSize(1);
    }
}
