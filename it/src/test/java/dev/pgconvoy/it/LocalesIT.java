package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Databases whose texts are sorted by ICU or by the server itself. A source that is newer than pg_dump,
/// the one here or that of `PGCONVOY_PG_BIN`, is skipped.
@Tag("long")
@UsesEnvironment
class LocalesIT {

    private static final String DATABASE = "sorted";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final TestEnvironment environment;
    private final KafkaClient client;

    LocalesIT(TestEnvironment environment) {
        this.environment = environment;
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "15, 15, LOCALE_PROVIDER icu ICU_LOCALE 'sv'",
                "15, 17, LOCALE_PROVIDER icu ICU_LOCALE 'sv'",
                "15, 18, LOCALE_PROVIDER icu ICU_LOCALE 'de-u-co-phonebk'",
                "16, 17, LOCALE_PROVIDER icu ICU_LOCALE 'und' ICU_RULES '& a < g'",
                "17, 18, LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'",
            })
    void a_database_sorts_as_before(int from, int to, String locale) throws Exception {
        assumeThat(PgTools.find(Optional.ofNullable(System.getenv("PGCONVOY_PG_BIN"))
                                .map(Path::of))
                        .canDump(new ServerVersion(from * 10_000)))
                .isTrue();
        // given
        var source = environment.server("source", from);
        var target = environment.server("target", to);
        TestDatabases.drop(source, DATABASE);
        SuperuserSql.execute(source, "postgres", "CREATE DATABASE sorted TEMPLATE template0 LOCALE 'C' " + locale);
        SuperuserSql.execute(source, DATABASE, """
                CREATE TABLE words (word text PRIMARY KEY);
                INSERT INTO words VALUES ('a'), ('g'), ('b'), ('\u00e4'), ('o'), ('\u00f6'), ('z'), ('B'), ('Z');
                CREATE INDEX ON words (upper(word));
                """);
        var request = RequestJson.move("sorted-%d".formatted(from), source, target, DATABASE)
                .with("\"overwriteDbsInTarget\": true");

        // when
        client.request(request);
        var end = client.awaitEnd(request.id(), PATIENCE);

        // then
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo("Succeeded");
        assertThat(end.data().at("/report/notes")).isEmpty();
        assertThat(locale(target)).isEqualTo(locale(source)).contains(locale.contains("icu") ? "i " : "b ");
        assertThat(SuperuserSql.lines(target, DATABASE, "SELECT word FROM words ORDER BY word"))
                .containsExactlyElementsOf(
                        SuperuserSql.lines(source, DATABASE, "SELECT word FROM words ORDER BY word"));
        assertThat(ContentLines.of(target, DATABASE).tables())
                .containsExactlyElementsOf(ContentLines.of(source, DATABASE).tables());
        TestDatabases.drop(target, DATABASE);
        TestDatabases.drop(source, DATABASE);
    }

    /// Newer servers call the column otherwise.
    private static String locale(RunningServer server) throws SQLException {
        return SuperuserSql.lines(server, "postgres", """
                SELECT concat_ws(' ', datlocprovider, pg_encoding_to_char(encoding), datcollate, datctype,
                                 coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'),
                                 to_jsonb(d) ->> 'daticurules')
                FROM pg_database AS d WHERE datname = 'sorted'""").getFirst();
    }
}
