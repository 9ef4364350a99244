package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.PortableDatabase;
import dev.pgconvoy.it.content.SchemaLines;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// From every source that we claim to every target: a database of what all of them can
/// hold, and of what each can hold besides. From the oldest to the newest by default; two
/// pairs between with the profile `long`, and all of them with
/// `-Dpgconvoy.it.matrix=full`. A source that is newer than pg_dump, the one here or that
/// of `PGCONVOY_PG_BIN`, is skipped.
@UsesEnvironment
class MatrixIT {

    private static final String DATABASE = "matrix";
    private static final boolean FULL = "full".equals(System.getProperty("pgconvoy.it.matrix"));
    private static final List<Integer> SOURCES = List.of(9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
    private static final List<Integer> TARGETS = List.of(15, 16, 17, 18);
    private static final int SHORTEST_FLOATS_SINCE = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final KafkaClient client;

    MatrixIT(TestEnvironment environment) {
        this.environment = environment;
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void close() {
        client.close();
    }

    static Stream<Arguments> pairs() {
        return FULL
                ? SOURCES.stream()
                        .flatMap(source -> TARGETS.stream()
                                .filter(target -> target >= source)
                                .map(target -> Arguments.of(source, target)))
                : Stream.of(Arguments.of(12, 15), Arguments.of(14, 16));
    }

    @Test
    void a_database_of_the_oldest_arrives_on_the_newest() throws SQLException, IOException, InterruptedException {
        migrate(SOURCES.getFirst(), TARGETS.getLast());
    }

    @Tag("long")
    @ParameterizedTest(name = "{0} to {1}, unless newer than pg_dump")
    @MethodSource("pairs")
    void so_it_does_between_others(int from, int to) throws SQLException, IOException, InterruptedException {
        migrate(from, to);
    }

    private void migrate(int from, int to) throws SQLException, IOException, InterruptedException {
        var tools = PgTools.find(
                Optional.ofNullable(System.getenv("PGCONVOY_PG_BIN")).map(Path::of));
        assumeThat(tools.canDump(new ServerVersion(from * 10_000)))
                .as("pg_dump %s can read PostgreSQL %d", tools.version(), from)
                .isTrue();

        // given
        var source = environment.server("source", from);
        var target = environment.server("target", to);
        PortableDatabase.create(source, DATABASE);
        var request = RequestJson.move("matrix-%d".formatted(from), source, target, DATABASE)
                .with("\"overwriteDbsInTarget\": true");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes")).isEmpty();
        assertThat(content(target, from)).isEqualTo(content(source, from));
        assertThat(SchemaLines.portableDifferences(source, target, DATABASE)).isEmpty();
        TestDatabases.drop(target, DATABASE);
        TestDatabases.drop(source, DATABASE);
    }

    private static ContentLines content(RunningServer server, int from) throws SQLException {
        return from >= SHORTEST_FLOATS_SINCE
                ? ContentLines.of(server, DATABASE)
                : ContentLines.inOldWords(server, DATABASE);
    }
}
