package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.Databases;
import dev.pgconvoy.it.environment.Environment;
import dev.pgconvoy.it.environment.PostgresServer;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.Request;
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

    private final Environment environment;
    private final PostgresServer source;
    private final PostgresServer target;
    private final KafkaClient client;

    MonitorKilledIT(Environment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        Databases.drop(source, DATABASE);
        Databases.drop(target, DATABASE);
    }

    @Test
    void no_change_is_lost_or_told_twice() throws SQLException, IOException, InterruptedException {
        // given
        Databases.pgbench(source, DATABASE, 10);
        var request = Request.move("watched", source, target, DATABASE);
        client.request(request);
        client.awaitFact(
                KafkaClient.SUBSTATE_CHANGED,
                request.id(),
                PATIENCE,
                fact -> fact.text("substate").equals("MigratingData"));

        // when
        environment.service(Environment.MONITOR).kill();
        assertThat(client.ends(request.id())).isEmpty();
        environment.replace(Environment.MONITOR);

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
