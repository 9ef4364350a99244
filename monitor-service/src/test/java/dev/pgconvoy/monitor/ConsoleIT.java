package dev.pgconvoy.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The console of the packaged monitor, with a sample fleet on a real broker: the page, its headers, and what it asks
/// for.
class ConsoleIT {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static EmbeddedBroker broker;
    private static MonitorProcess monitor;
    private static SampleFleet fleet;

    @BeforeAll
    static void start() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
        broker = new EmbeddedBroker();
        monitor = new MonitorProcess(broker.bootstrapServers(), freePort(), Map.of());
        await().until(monitor::isReady);
        await().until(() -> json("/api/workers").hasNonNull("knownSince"));
        fleet = new SampleFleet(broker.bootstrapServers());
        fleet.begin();
        await().until(
                        () -> json("/api/migrations/" + SampleFleet.RUNNING)
                                .path("substate")
                                .asText(),
                        "MigratingData"::equals);
        fleet.giveOutWork();
        fleet.tick();
        await().until(() -> table("public.order_events").path("state").asText(), "copying"::equals);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        Awaitility.reset();
        fleet.close();
        monitor.close();
        broker.close();
    }

    private static JsonNode json(String path) throws IOException {
        return EventJson.MAPPER.readTree(monitor.get(path).body());
    }

    private static JsonNode table(String name) throws IOException {
        var tables = json("/api/migrations/" + SampleFleet.RUNNING + "/tables?limit=1000")
                .path("tables");
        return StreamSupport.stream(tables.spliterator(), false)
                .filter(table -> table.path("table").asText().equals(name))
                .findFirst()
                .orElseGet(EventJson.MAPPER::createObjectNode);
    }

    @Test
    void every_answer_says_what_a_browser_may_do_with_it() throws Exception {
        for (var path : new String[] {"/", "/console/main.js", "/api/overview", "/api/migrations/a/b", "/nowhere"}) {
            var headers = monitor.get(path).headers();
            assertThat(headers.allValues("Content-Security-Policy")).as(path).containsExactly(POLICY);
            assertThat(headers.allValues("X-Content-Type-Options")).as(path).containsExactly("nosniff");
            assertThat(headers.allValues("Referrer-Policy")).as(path).containsExactly("no-referrer");
        }
        assertThat(monitor.get("/").headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(monitor.raw("GET / HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 421")
                .contains("Content-Security-Policy: " + POLICY);
    }

    @Test
    void autoscalers_are_told_how_many_slots_are_wanted_and_that_of_metrics_is_the_same() throws Exception {
        await().untilAsserted(() -> {
            var scaling = json("/api/scaling");
            assertThat(scaling.path("slotsWanted").asInt()).isPositive();
            assertThat(scaling.path("slotsBusy").asInt()).isPositive();
            assertThat(monitor.get("/q/metrics").body())
                    .contains("pgconvoy_slots_wanted %s.0"
                            .formatted(scaling.path("slotsWanted").asInt()))
                    .contains("pgconvoy_group_backlog_records{group=\"pgconvoy-fold\"")
                    .contains("pgconvoy_migration_phase_seconds{migration=\"" + SampleFleet.RUNNING)
                    .contains("pgconvoy_dead_letters_kept_records{topic=\"copy.tasks.dlq\"} 0.0");
        });
        assertThat(json("/api/webhooks")).isEmpty();
        assertThat(monitor.get("/q/openapi").body()).contains("/api/scaling", "/api/webhooks");
    }

    @Test
    void the_page_needs_nothing_but_its_own_files_and_is_small() throws Exception {
        var page = monitor.get("/").body();
        assertThat(page).contains("/console/main.js").doesNotContain("<style", "style=", "://", "onclick");
        var imported = Pattern.compile("from '\\./([a-z]+\\.js)'|import '\\./([a-z]+\\.js)'");
        var seen = new TreeMap<String, String>();
        var left = new ArrayDeque<>(List.of("main.js"));
        while (!left.isEmpty()) {
            var name = left.remove();
            if (seen.containsKey(name)) {
                continue;
            }
            var answer = monitor.get("/console/" + name);
            assertThat(answer.statusCode()).as(name).isEqualTo(200);
            seen.put(name, answer.body());
            imported.matcher(answer.body())
                    .results()
                    .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                    .forEach(left::add);
        }
        assertThat(seen).hasSizeGreaterThan(8);
        assertThat(String.join("", seen.values()))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser");
        assertThat(gzipped(String.join("", seen.values()))).isLessThan(60_000);
    }

    /// A rule for all elements would not reach the parts of a progress bar.
    @Test
    void nothing_moves_by_itself_but_where_the_reader_has_nothing_against_it() throws Exception {
        var styles = monitor.get("/console/console.css").body();
        var whileMotionIsWelcome = "@media (prefers-reduced-motion: no-preference) {";

        assertThat(styles.split("(?m)^" + Pattern.quote(whileMotionIsWelcome) + "\\n(  .*\\n)*}"))
                .hasSize(2)
                .noneMatch(rules -> rules.contains("transition") || rules.contains("animation"));
    }

    private static int gzipped(String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.size();
    }

    @Test
    void the_list_is_searched_filtered_sorted_and_cut_on_the_server() throws Exception {
        var failed = json("/api/migrations?view=rows&state=Failed,ValidationFailed&sort=id");
        assertThat(failed.path("migrations").findValuesAsText("id"))
                .containsExactly(SampleFleet.FAILED, "legacy-flex/move-1");
        assertThat(failed.path("states").path("Succeeded").asInt()).isGreaterThan(20);

        var found = json("/api/migrations?view=rows&q=ORDERS%20old&source=orders&target=postgres");
        assertThat(found.path("migrations").findValuesAsText("id")).containsExactly(SampleFleet.RUNNING);

        var second = json("/api/migrations?view=rows&sort=id&offset=1&limit=1");
        assertThat(second.path("migrations")).hasSize(1);
        assertThat(second.path("total").asInt()).isBetween(45, 46);
        for (var row : json("/api/migrations?view=rows&limit=1000").path("migrations")) {
            assertThat(EventJson.write(row).length).as(row.path("id").asText()).isLessThanOrEqualTo(600);
        }
        assertThat(monitor.get("/api/migrations?sort=luck").body()).contains("\"field\":\"sort\"", "requested");
    }

    @Test
    void labels_filter_the_list() throws Exception {
        var retail = json("/api/migrations?view=rows&label=team:retail&label=wave&limit=1000");
        var nobody = json("/api/migrations?view=rows&label=team:nobody");

        assertThat(retail.path("migrations"))
                .hasSizeBetween(10, 40)
                .allSatisfy(row -> assertThat(row.at("/labels/team").asText()).isEqualTo("retail"));
        assertThat(nobody.path("total").asInt()).isZero();
        assertThat(monitor.get("/api/migrations?label=a%20b").body()).contains("\"field\":\"label\"");
    }

    @Test
    void a_report_is_handed_out_as_json_or_as_one_file_of_html() throws Exception {
        var page = monitor.get("/api/migrations/" + SampleFleet.SUCCEEDED + "/report?format=html");

        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"catalog-flex-move-1.html\"");
        assertThat(page.body()).startsWith("<!doctype html>").contains("What is left to do", "team=retail");
        assertThat(json("/api/migrations/" + SampleFleet.SUCCEEDED + "/report").at("/report/databases"))
                .isNotEmpty();
        assertThat(json("/api/migrations/" + SampleFleet.SUCCEEDED + "/checklist")
                        .path("steps"))
                .hasSize(3);
        assertThat(monitor.get("/api/migrations/a/b/report?format=html").statusCode())
                .isEqualTo(404);
    }

    @Test
    void who_cancels_several_is_told_what_became_of_each() throws Exception {
        var answer = monitor.post(
                "/api/migrations/cancel",
                "{\"ids\": [\"%s\", \"nowhere/move-1\"], \"reason\": \"no window\"}".formatted(SampleFleet.SUCCEEDED));

        assertThat(EventJson.MAPPER.readTree(answer.body()).findValuesAsText("outcome"))
                .containsExactly("ended", "unknown");
    }

    @Test
    void who_asks_without_a_token_is_local() throws Exception {
        var id = SampleFleet.request("wiki-flex/move-2");
        assertThat(monitor.post("/api/migrations", new String(EventJson.write(id), StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(202);

        await().until(
                        () -> json("/api/migrations/wiki-flex/move-2/events")
                                .at("/events/0/actor")
                                .asText(),
                        "local"::equals);
    }

    @Test
    void throughput_is_told_of_one_migration_and_of_all() throws Exception {
        await().until(() -> !json("/api/migrations/" + SampleFleet.RUNNING + "/throughput")
                .path("bytesPerSecond")
                .isEmpty());
        assertThat(json("/api/throughput").path("spanSeconds").asInt()).isEqualTo(30);
    }

    @Test
    void what_needs_a_person_comes_with_its_reason() throws Exception {
        var rows =
                json("/api/migrations?view=rows&attention=true&sort=attention").path("migrations");

        assertThat(rows.findValuesAsText("attention"))
                .startsWith("failed", "failed")
                .contains("hindered");
        assertThat(rows.findValuesAsText("error")).anyMatch(text -> text.contains("total_is_positive"));
    }

    @Test
    void tables_are_shown_while_they_are_copied() throws Exception {
        assertThat(table("public.order_lines").path("parts").asInt()).isEqualTo(6);
        assertThat(table("public.order_lines").path("partsDone").asInt()).isEqualTo(1);
        assertThat(table("public.customers").path("state").asText()).isEqualTo("indexing");
        assertThat(table("public.customers").path("work").get(0).path("object").asText())
                .isEqualTo("public.customers_email_idx");
        assertThat(table("public.customers").at("/work/0/phase").asText()).isEqualTo("building index: scanning table");
        assertThat(table("public.customers").at("/work/0/percent").asInt()).isBetween(20, 99);
        assertThat(table("public.addresses").path("error").asText()).contains("connection to the source was lost");
        assertThat(table("public.payments").path("state").asText()).isEqualTo("waiting");
        assertThat(table("public." + SampleFleet.HOSTILE_TABLE).path("state").asText())
                .isEqualTo("copying");
        var worst = json("/api/migrations/" + SampleFleet.RUNNING + "/tables?limit=1");
        assertThat(worst.path("tables").get(0).path("state").asText()).isEqualTo("failed");
        assertThat(worst.path("origin").asText()).isEqualTo("live");
    }

    @Test
    void tables_of_a_migration_that_is_over_are_those_of_its_report() throws Exception {
        var list = json("/api/migrations/" + SampleFleet.SUCCEEDED + "/tables?limit=2");

        assertThat(list.path("origin").asText()).isEqualTo("report");
        assertThat(list.path("total").asInt()).isEqualTo(48);
        assertThat(list.path("tables").get(0).path("verified").asBoolean()).isTrue();
    }

    @Test
    void workers_and_events_are_told() throws Exception {
        var workers = json("/api/workers").path("workers");
        assertThat(workers.findValuesAsText("worker")).contains("worker-1", "worker-2", "worker-3");

        var events = json("/api/migrations/" + SampleFleet.FAILED + "/events").path("events");
        assertThat(events.findValuesAsText("what"))
                .contains("requested", "validated: warning", "migration began", "failed", "completed: Failed");
        assertThat(events.get(0).path("topic").asText()).isEqualTo("migration.requested");
        assertThat(json("/api/migrations/" + SampleFleet.WAITING + "/events")
                        .at("/events/0/actor")
                        .asText())
                .isEqualTo(SampleFleet.HOSTILE_ACTOR);
        await().until(
                        () -> json("/api/overview")
                                .path("deadLetters")
                                .path("migration.requested.dlq")
                                .asInt(),
                        count -> count > 0);
    }

    @Test
    void who_comes_again_to_a_stream_asks_for_the_list_and_begins_anew_after_a_restart_of_the_monitor()
            throws Exception {
        var first = firstEvent(null);
        assertThat(first).startsWith("event:reset");
        var id = Pattern.compile("id:(\\S+)")
                .matcher(first)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        fleet.tick();

        assertThat(firstEvent(id)).startsWith("event:list");
        assertThat(firstEvent("of-another-run-7")).startsWith("event:reset");
    }

    /// The first event that is neither a comment nor the overview.
    private static String firstEvent(@Nullable String lastEventId) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/live/fleet".formatted(monitor.port())));
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            var answer = http.send(request.build(), BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                var event = new TreeMap<String, String>();
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.isEmpty() && "overview".equals(event.get("event"))) {
                        event.clear();
                    } else if (line.isEmpty() && event.containsKey("data")) {
                        return "event:%s id:%s data:%s"
                                .formatted(event.get("event"), event.get("id"), event.get("data"));
                    }
                    var colon = line.indexOf(':');
                    if (colon > 0) {
                        event.put(
                                line.substring(0, colon),
                                line.substring(colon + 1).strip());
                    }
                }
                throw new IOException("the stream ended");
            } finally {
                http.shutdownNow();
            }
        }
    }

    @Test
    void the_api_is_described() throws Exception {
        assertThat(monitor.get("/q/openapi").body())
                .contains("/api/migrations/{server}/{name}/tables", "/api/live/fleet", "/api/workers", "attention")
                .contains("/api/migrations/cancel", "{name}/report", "{name}/checklist", "{name}/throughput");
    }
}
