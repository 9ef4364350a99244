package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two servers with equal databases are compared as `verify` does it, before and after each table, sequence and large
/// object of one of them got a difference. Beside them are two hundred random tables, which stay equal.
@Timeout(300)
class PlantedRowsIT {

    private static final int RANDOM_TABLES = 200;
    private static final List<String> VALUES = List.of(
            "int: (random_seed * 7919) % 1000 - 500",
            "bigint: random_seed::bigint << 33",
            "text: repeat(chr(97 + random_seed % 26), random_seed % 40)",
            "varchar: nullif(md5(random_seed::text), md5('7'))",
            "numeric: random_seed / 7.0",
            "float8: 1.0 / (random_seed + 1)",
            "float4: sqrt(random_seed)",
            "timestamptz: '2000-01-01Z'::timestamptz + random_seed * interval '1 hour 7 microseconds'",
            "date: '2000-01-01'::date + random_seed",
            "jsonb: jsonb_build_object('k', random_seed, 'l', NULL)",
            "bytea: decode(md5(random_seed::text), 'hex')",
            "int[]: ARRAY[random_seed, NULL, 3]",
            "text[]: ARRAY['a', md5(random_seed::text)]",
            "uuid: md5(random_seed::text)::uuid",
            "interval: random_seed * interval '1 day 3 seconds'",
            "bool: random_seed % 3 = 0",
            "char(7): left(md5(random_seed::text), random_seed % 8)",
            "tsvector: to_tsvector('simple', 'a b ' || random_seed)",
            "numrange: numrange(random_seed, random_seed + 1)",
            "inet: '10.0.0.0'::inet + random_seed");

    private static EmbeddedPostgres source;
    private static EmbeddedPostgres target;

    @BeforeAll
    static void fill() throws Exception {
        source = FreshPostgres.start();
        target = FreshPostgres.start();
        var random = randomTables(new Random(17));
        for (var server : List.of(source, target)) {
            try (var admin = server.getPostgresDatabase().getConnection()) {
                execute(admin, "CREATE DATABASE harbour");
            }
            try (var session = harbour(server)) {
                execute(session, resource("source.sql"));
                execute(session, random);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        source.close();
        target.close();
    }

    @Test
    void each_of_them_is_found_and_nothing_else() throws Exception {
        assertThat(differences(compare())).as("of equal databases").isEmpty();
        var planted = resource("planted.sql").lines().toList();
        assertThat(planted).hasSizeGreaterThan(30);
        try (var session = harbour(target)) {
            for (var line : planted) {
                execute(session, line.split(": ", 2)[1]);
            }
        }

        var found = differences(compare()).stream()
                .map(Report.Difference::object)
                .distinct()
                .toList();

        assertThat(planted.stream().map(line -> line.split(": ", 2)[0]))
                .allSatisfy(object -> assertThat(found)
                        .filteredOn(name -> name.endsWith(object) || name.endsWith(object + "\""))
                        .isNotEmpty());
        assertThat(found).as("%s", found).hasSameSizeAs(planted);
    }

    private static Report compare() throws Exception {
        try (var worker = new LocalWorker()) {
            return switch (worker.lead(request())) {
                case Observation.Finished finished -> finished.report();
                case Observation.Failed failed -> failed.report().orElseThrow(() -> new AssertionError(failed));
                case Observation other -> throw new AssertionError(other);
            };
        }
    }

    private static List<Report.Difference> differences(Report report) {
        return report.databases().getFirst().differences();
    }

    private static MigrationRequest request() {
        return Fixtures.aRequest()
                .id(MigrationId.parse("target/planted"))
                .from(endpoint(source))
                .to(endpoint(target))
                .databases("harbour")
                .option(MigrationOption.VERIFY)
                .build();
    }

    private static ServerEndpoint endpoint(EmbeddedPostgres server) {
        return new ServerEndpoint(
                "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres");
    }

    private static String randomTables(Random random) {
        var script = new StringBuilder();
        for (var number = 0; number < RANDOM_TABLES; number++) {
            var columns = new StringBuilder("random_seed int");
            var values = new StringBuilder("random_seed");
            for (var column = 0; column < 1 + random.nextInt(6); column++) {
                var value = VALUES.get(random.nextInt(VALUES.size())).split(": ", 2);
                columns.append(", c%d %s".formatted(column, value[0]));
                values.append(", ").append(value[1]);
            }
            script.append("CREATE TABLE random_%d (%s);\n".formatted(number, columns));
            script.append("INSERT INTO random_%d SELECT %s FROM generate_series(0, %d) AS random_seed;\n"
                    .formatted(number, values, random.nextInt(50)));
        }
        return script.toString();
    }

    private static Connection harbour(EmbeddedPostgres server) throws SQLException {
        return server.getDatabase("postgres", "harbour").getConnection();
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String resource(String name) throws IOException {
        try (var stream = PlantedRowsIT.class.getResourceAsStream("/row-comparison/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
