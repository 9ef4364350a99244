package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.ServiceEnding;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A network that loses a connection without a word: nothing comes, nothing breaks.
@Tag("long")
@UsesEnvironment
class StallIT {

    private static final String DATABASE = "silent_line";
    private static final int BYTES_PER_SECOND = 3_000_000;
    private static final String IN_MID_COPY = """
            SELECT count(*) > 0 FROM pg_stat_progress_copy
            WHERE datname = '%s' AND bytes_processed BETWEEN 2000000 AND 12000000""".formatted(DATABASE);
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    StallIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void prepare() throws SQLException, IOException, InterruptedException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE freight (id int PRIMARY KEY, note text);
                INSERT INTO freight SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 70000) i
                """);
        TestDatabases.drop(target, DATABASE);
        for (var worker : TestEnvironment.WORKERS) {
            ServiceEnding.KILL.strike(environment.service(worker));
            environment.replaceWith(worker, "pgconvoy.worker.stall", "5s");
        }
    }

    @AfterAll
    void restore() throws SQLException, IOException, InterruptedException {
        client.close();
        for (var worker : TestEnvironment.WORKERS) {
            ServiceEnding.KILL.strike(environment.service(worker));
            environment.replace(worker);
        }
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
    }

    @Test
    void a_copy_that_stands_still_is_ended_and_repeated() throws SQLException, IOException {
        try (var line = SlowProxy.before(source, BYTES_PER_SECOND);
                var watch = SuperuserSql.watch(target, IN_MID_COPY)) {
            // given
            var request = RequestJson.move("stalled", line.server(), target, DATABASE);
            client.request(request);
            await("rows are on their way")
                    .pollInSameThread()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(watch::isTrue);

            // when
            assertThat(line.silenceBusiest()).isGreaterThan(1_000_000);

            // then
            var end = client.awaitEnd(request.id(), PATIENCE);
            assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
            assertThat(client.facts(KafkaClient.RESULTS, request.id()))
                    .anySatisfy(result -> assertThat(
                                    result.data().at("/outcome/failure/code").asText())
                            .isEqualTo("CONNECTION_LOST"));
        }
    }
}
