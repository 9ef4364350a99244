package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.ProcessSuspension;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.text.Quantities;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console, the terminal and REST say the same of one revision: in the middle of a copy whose workers stand still,
/// and after its end. Left out where there is no Chromium.
@Tag("long")
@UsesEnvironment
class ConsoleNumbersIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String DATABASE = "counted";
    private static final int SLOW = 300_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final List<String> COUNTED =
            List.of("tablesQueued", "tablesLoading", "tablesCompleted", "tablesErrored", "tablesVerified");

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    @TempDir
    private Path folder;

    ConsoleNumbersIT(TestEnvironment environment) {
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
    void every_number_of_the_page_is_the_terminals_and_the_rests() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "there is no Chromium at " + CHROMIUM);
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        try (var slow = SlowProxy.before(source, SLOW);
                var playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                var browser = playwright
                        .chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(CHROMIUM)
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")))) {
            // given
            var request = RequestJson.move("counted", slow.server(), target, DATABASE);
            client.request(request);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> database(request.id()).path("bytesCopied").asLong() > 0);

            // when
            try (var _ = ProcessSuspension.of(environment.service(TestEnvironment.WORKERS.getFirst()));
                    var _ = ProcessSuspension.of(environment.service(TestEnvironment.WORKERS.getLast()))) {
                // then
                compareAll(browser, request.id());
            }

            // when
            slow.speed(FAST);
            assertThat(client.awaitEnd(request.id(), PATIENCE).text("state")).isEqualTo("Succeeded");

            // then
            compareAll(browser, request.id());
        }
    }

    /// Anew, while one of them has seen another revision than the others.
    private void compareAll(Browser browser, String id) {
        try (var context = browser.newContext()) {
            var page = context.newPage();
            page.navigate(environment
                    .service(TestEnvironment.MONITOR)
                    .uri("/?id=" + id.replace("/", "%2F"))
                    .toString());
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                var status = rest(id);
                var revision = status.path("revision").asText();
                var cells = cells(page);
                var watched = EventJson.MAPPER.readTree(firstOutput(id, "--json"));
                if (!revision.equals(page.locator("pgconvoy-migration").getAttribute("data-revision"))
                        || !revision.equals(watched.path("revision").asText())
                        || !revision.equals(rest(id).path("revision").asText())) {
                    return false;
                }
                assertThat(watched.path("databases")).isEqualTo(status.path("databases"));
                comparePage(cells, status.at("/databases/0"));
                compareLine(firstOutput(id), status.at("/databases/0"));
                return true;
            });
        }
    }

    private static void comparePage(Map<?, ?> cells, JsonNode database) {
        var words = List.of("Queued", "Loading", "Completed", "Errored", "Verified");
        for (var number = 0; number < words.size(); number++) {
            assertThat(cells.get(words.get(number)))
                    .as(words.get(number))
                    .isEqualTo(
                            Quantities.count(database.path(COUNTED.get(number)).asLong()));
        }
        assertThat(cells.get("Indexes"))
                .isEqualTo("%d / %d"
                        .formatted(
                                database.path("indexesBuilt").asInt(),
                                database.path("indexesTotal").asInt()));
        assertThat(String.valueOf(cells.get("Copied")))
                .startsWith(Quantities.bytes(database.path("bytesCopied").asLong()));
    }

    private static void compareLine(String line, JsonNode database) {
        assertThat(line)
                .contains(
                        "%d/%d tables"
                                .formatted(
                                        database.path("tablesCompleted").asInt(),
                                        database.path("tablesTotal").asInt()),
                        Quantities.bytes(database.path("bytesCopied").asLong()));
    }

    private static Map<?, ?> cells(Page page) {
        return (Map<?, ?>) page.getByLabel("Databases")
                .locator("tbody tr")
                .filter(new Locator.FilterOptions().setHasText(DATABASE))
                .evaluate(
                        "row => Object.fromEntries([...row.cells].map(cell => [cell.dataset.label, cell.innerText]))");
    }

    private JsonNode database(String id) throws IOException, InterruptedException {
        return rest(id).at("/databases/0");
    }

    private JsonNode rest(String id) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var uri = environment.service(TestEnvironment.MONITOR).uri("/api/migrations/" + id);
            return EventJson.MAPPER.readTree(
                    http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                            .body());
        }
    }

    /// What the terminal shows at once.
    private String firstOutput(String id, String... more) throws IOException {
        var line = new ArrayList<>(List.of("watch", id, "--bootstrap-servers", environment.bootstrapServers()));
        line.addAll(List.of(more));
        try (var command = PgconvoyRun.start(folder, line)) {
            await().atMost(PATIENCE)
                    .until(() -> command.printed().contains(DATABASE)
                            && command.printed().endsWith("\n"));
            return command.printed();
        }
    }
}
