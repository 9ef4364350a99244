package dev.pgconvoy.report;

import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.asked;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/azure.md` shows the steps after a migration as a report prints them, and a network matrix without a gap.
class AzurePageTest {

    private static final Path PAGE = Path.of("..", "docs", "azure.md");
    private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. \\*\\*([^*]+)\\*\\*");
    private static final Pattern PORT_OF_POOLER = Pattern.compile("not (\\d+): that is PgBouncer, `(PGC\\d+)`");

    @Test
    void the_steps_are_those_of_a_report_in_their_order() throws IOException {
        var titles = STEP.matcher(section("After the migration"))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(titles).isEqualTo(steps().stream().map(ChecklistStep::title).toList());
    }

    @Test
    void so_are_their_commands() throws IOException {
        var shown = section("After the migration")
                .lines()
                .filter(line -> line.startsWith("$ "))
                .map(line -> line.substring(2))
                .toList();

        assertThat(shown).isEqualTo(lines("In a shell").distinct().toList());
    }

    @Test
    void the_new_address_of_a_database_is_the_one_of_a_report() throws IOException {
        assertThat(section("After the migration"))
                .contains("`%s`".formatted(lines("After").findFirst().orElseThrow()));
    }

    @Test
    void the_matrix_has_every_pair_of_networks_and_every_executor() throws IOException {
        var rows = section("The network")
                .lines()
                .filter(line -> line.startsWith("| p"))
                .map(line -> List.of(line.split("\\|")).subList(1, 5).stream()
                        .map(String::strip)
                        .toList())
                .toList();

        assertThat(rows).allSatisfy(row -> assertThat(row).noneMatch(String::isEmpty));
        assertThat(rows.stream().map(row -> row.get(0) + " " + row.get(1).split(" ")[0]))
                .containsExactly("public public", "public private", "private public", "private private");
        assertThat(executorsOf(section("The network")))
                .isEqualTo(
                        Stream.of(ExecutorKind.values()).map(ExecutorKind::text).collect(toSet()));
    }

    private static Set<String> executorsOf(String section) {
        return Pattern.compile("\\(executor `(\\w+)`\\)")
                .matcher(section)
                .results()
                .map(found -> found.group(1))
                .collect(toSet());
    }

    @Test
    void the_port_that_is_none_of_the_server_is_the_one_of_the_finding() throws IOException {
        var pooler = PORT_OF_POOLER.matcher(section("The network"));

        assertThat(pooler.find()).isTrue();
        assertThat(pooler.group(2)).isEqualTo(FindingCode.SHARED_SESSIONS.code());
        assertThat(FindingCode.SHARED_SESSIONS.remedy().orElseThrow()).contains("not " + pooler.group(1));
    }

    private static String section(String title) throws IOException {
        var page = Files.readString(PAGE);
        var begin = page.indexOf("\n## %s\n".formatted(title));
        assertThat(begin).as(title).isPositive();
        var end = page.indexOf("\n## ", begin + 1);
        return page.substring(begin, end < 0 ? page.length() : end);
    }

    private static Stream<String> lines(String label) {
        return steps().stream()
                .flatMap(step -> step.lines().stream())
                .filter(line -> line.label().equals(label))
                .map(ChecklistStep.Line::text);
    }

    private static List<ChecklistStep> steps() {
        return new ArrayList<>(Checklist.of(asked(
                aMigration().succeeded().status(),
                aRequest()
                        .from(server("old"))
                        .to(server("orders-flex.postgres.database.azure.com"))
                        .databases("orders")
                        .build())));
    }

    private static ServerEndpoint server(String host) {
        return new ServerEndpoint(host, 5432, "mover", Optional.empty(), SslMode.PREFER, "postgres");
    }
}
