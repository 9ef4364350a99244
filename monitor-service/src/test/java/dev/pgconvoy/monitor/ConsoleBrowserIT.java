package dev.pgconvoy.monitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fixture.EmbeddedBroker;
import dev.pgconvoy.text.Quantities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The console in a real browser, let in by a link as `up` prints it: the packaged monitor, a real broker, a sample
/// fleet. Left out where there is no Chromium.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleBrowserIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String TOKEN = "a-token-of-more-than-twenty-characters";
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static MonitorProcess monitor;
    private static SampleFleet fleet;
    private static int port;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> elsewhere = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "there is no Chromium at " + CHROMIUM);
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        broker = new EmbeddedBroker();
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        startMonitor();
        await().until(() ->
                monitor.get("/api/workers", "Bearer " + TOKEN).body().contains("knownSince\":\""));
        fleet = new SampleFleet(broker.bootstrapServers());
        fleet.begin(ConsoleViews.fleetSize());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private static void startMonitor() throws IOException {
        monitor = new MonitorProcess(
                broker.bootstrapServers(),
                port,
                Map.of(
                        "PGCONVOY_HTTP_TOKEN_FILE",
                        folder.resolve("token").toString(),
                        "PGCONVOY_HTTP_LOGIN_CODE_FILE",
                        folder.resolve("code").toString()));
        await().until(monitor::isReady);
    }

    @AfterAll
    static void stop() throws Exception {
        Awaitility.reset();
        if (playwright != null) {
            playwright.close();
        }
        if (broker != null) {
            fleet.close();
            monitor.close();
            broker.close();
        }
    }

    @BeforeEach
    void letIn() {
        page = browser.newContext().newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")
                    || message.text().contains("Trusted")) {
                complaints.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(address("/")) && !request.url().startsWith("blob:")) {
                elsewhere.add(request.url());
            }
        });
        login(page);
    }

    private static void login(Page page) {
        try {
            Files.writeString(folder.resolve("code"), "so-secret");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.navigate(address("/login?code=so-secret"));
    }

    @AfterEach
    void noRuleWasBrokenAndNothingLeftTheOrigin() {
        page.context().close();
        assertThat(complaints).isEmpty();
        assertThat(elsewhere).isEmpty();
    }

    private static String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private Locator row(String name) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    @Order(1)
    void what_needs_a_person_comes_first_and_the_address_holds_the_filter() {
        assertThat(page).hasURL(address("/"));
        assertThat(page.locator("#live")).hasText("Live");
        assertThat(page.locator(".needs")).containsText("billing-flex/move-1");
        assertThat(page.locator(".needs")).containsText("total_is_positive");

        page.getByRole(AriaRole.SEARCHBOX).fill("orders");
        assertThat(page.locator(".fleet tbody tr")).hasCount(1);
        assertThat(page).hasURL(address("/?q=orders"));
        page.reload();
        assertThat(page.locator(".fleet tbody tr")).hasCount(1);
        assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("orders");
    }

    @Test
    @Order(2)
    void tables_move_while_they_are_copied_and_names_are_text() {
        page.navigate(address("/?id=" + SampleFleet.RUNNING));
        assertThat(page.locator(".head")).containsText("copying");
        fleet.giveOutWork();
        fleet.tick();
        var events = row("public.order_events");
        assertThat(events).containsText("copying");
        assertThat(events.locator("progress")).isVisible();
        var before = events.locator(".progress").textContent();

        fleet.tick();
        fleet.tick();

        assertThat(events.locator(".progress")).not().hasText(before);
        assertThat(row("public.customers"))
                .containsText(
                        Pattern.compile("index public.customers_email_idx · building index: scanning table 2\\d %"));
        assertThat(row("public.addresses")).containsText("failed");
        assertThat(row("<img src=x")).containsText(SampleFleet.HOSTILE_TABLE);
        assertThat(row(SampleFleet.LONGEST_TABLE)).containsText("copying");
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(page).hasTitle(SampleFleet.RUNNING + " · pgconvoy");
    }

    @Test
    @Order(2)
    void bytes_read_as_the_terminal_writes_them() {
        var amounts = List.of(
                0L,
                999L,
                1_000L,
                1_049L,
                1_050L,
                1_150L,
                2_350L,
                8_250L,
                99_949L,
                99_950L,
                99_970L,
                999_499L,
                999_500L,
                45_300_000L,
                312_400_000L,
                999_600_000L,
                1_850_000_000L,
                2_000_000_000_000L);
        try (var context = browser.newContext(new Browser.NewContextOptions().setBypassCSP(true))) {
            var reader = context.newPage();
            login(reader);

            var shown = reader.evaluate(
                    "async amounts => { const {bytes} = await import('/console/format.js'); return amounts.map(bytes); }",
                    amounts.stream().map(Long::doubleValue).toList());

            assertThat(shown).isEqualTo(amounts.stream().map(Quantities::bytes).toList());
        }
    }

    @Test
    @Order(3)
    void a_cancel_says_what_stays_shows_its_command_and_is_published() {
        page.navigate(address("/?id=jobs-flex/move-1"));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Cancel").setExact(true))
                .click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("stay on the target");
        dialog.getByLabel("Reason").fill("it's the wrong window");
        assertThat(dialog).containsText("./pgconvoy cancel jobs-flex/move-1 --reason 'it'\\''s the wrong window'");

        dialog.getByText("Cancel the migration").click();

        assertThat(dialog).hasCount(0);
        assertThat(page.locator(".head")).containsText("cancelling");
        assertThat(page.locator(".log tr")
                        .filter(new Locator.FilterOptions().setHasText("it's the wrong window"))
                        .locator("[data-label='Asked by']"))
                .hasText("token");
    }

    @Test
    @Order(3)
    void who_asked_for_it_stands_in_the_log_as_text() {
        page.navigate(address("/?id=" + SampleFleet.WAITING));

        assertThat(page.locator(".log tr")
                        .filter(new Locator.FilterOptions().setHasText("requested"))
                        .locator("[data-label='Asked by']"))
                .hasText(SampleFleet.HOSTILE_ACTOR);
        assertThat(page.locator("main b")).hasCount(0);
    }

    @Test
    @Order(3)
    void a_fleet_is_shown_by_waves_and_its_gate_is_approved_with_a_reason() {
        page.navigate(address("/?view=fleets"));
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(SampleWaves.NAME))
                .click();
        assertThat(page.locator(".lane")).hasCount(4);
        assertThat(page.locator(".lane").nth(1)).containsText(SampleWaves.HOSTILE_REASON);
        assertThat(page.locator(".lane").nth(1)).containsText(SampleFleet.HOSTILE_ACTOR);
        assertThat(page.locator("main img")).hasCount(0);
        assertThat(page.locator(".limits meter")).hasCount(2);
        assertThat(page.locator(".schedule rect")).hasCount(9);

        page.getByRole(AriaRole.SEARCHBOX).fill("shop-7");
        assertThat(page.locator(".member")).hasCount(2);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Approve the gate signed of the wave rest"))
                .click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        var approve =
                dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Approve the wave rest"));
        approve.click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("Say why");
        dialog.getByLabel("Reason").fill("it's tested");
        assertThat(dialog.locator("code"))
                .hasText("./pgconvoy fleet approve rest --role dba --reason 'it'\\''s tested' --fleet weekend");
        var answer = page.waitForResponse(
                response -> response.url().endsWith("/api/fleets/weekend/actions"), approve::click);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.request().postData())
                .isEqualTo("{\"kind\":\"approve\",\"wave\":\"rest\",\"role\":\"dba\",\"by\":\"\","
                        + "\"reason\":\"it's tested\"}");
        assertThat(dialog).hasCount(0);
    }

    @Test
    @Order(4)
    void a_request_is_checked_first_and_its_command_names_no_password() {
        page.locator("#request").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        var check = dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Check first"));
        check.click();
        assertThat(dialog.getByRole(AriaRole.ALERT)).hasText("Name is missing.");
        dialog.getByLabel("Name").fill("move-7");
        dialog.getByLabel("Source ·").fill("old.example:5433");
        dialog.getByLabel("Target ·").fill("New_Flex.example");
        dialog.getByLabel("Source user").fill("mover");
        dialog.getByLabel("Target user").fill("mover");
        dialog.getByLabel("Source password").fill("very-secret");
        dialog.getByLabel("Target password").fill("env:PGCONVOY_TARGET_PASSWORD");
        assertThat(dialog.locator("code")).hasText(new String[] {
            "./pgconvoy request --source postgres://mover@old.example:5433 --target postgres://mover@New_Flex.example --name move-7 --target-password env:PGCONVOY_TARGET_PASSWORD",
            "./pgconvoy validate --source postgres://mover@old.example:5433 --target postgres://mover@New_Flex.example --target-password env:PGCONVOY_TARGET_PASSWORD"
        });

        check.click();

        assertThat(page).hasURL(Pattern.compile("id=new_flex.example-5432%2Fmove-7-check-\\d{14}$"));
        assertThat(page.locator(".head")).containsText("old.example:5433");
        assertThat(page.locator(".head")).containsText("Validate");
        assertThat(page.locator("body")).not().containsText("very-secret");
    }

    @Test
    @Order(5)
    void a_selection_is_cancelled_for_one_reason_with_a_result_for_each() {
        page.navigate(address("/?state=InProgress&sort=id"));
        page.getByLabel("Select chat-flex/move-1").check();
        page.getByLabel("Select exports-flex/move-1").check();
        page.getByText("Cancel them").click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        dialog.getByLabel("Reason").fill("no window");
        assertThat(dialog).containsText("./pgconvoy cancel chat-flex/move-1 exports-flex/move-1 --reason 'no window'");

        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel 2 migrations"))
                .click();

        assertThat(dialog.locator(".results li")).hasText(new String[] {
            "chat-flex/move-1: It was asked to stop.", "exports-flex/move-1: It was asked to stop."
        });
        assertThat(page.getByText("Cancel them")).isHidden();
    }

    @Test
    @Order(6)
    void what_is_left_to_do_can_be_ticked_and_labels_lead_to_others_that_have_them() {
        page.navigate(address("/?id=" + SampleFleet.SUCCEEDED));
        assertThat(page.locator(".checklist")).containsText("./pgconvoy verify --source");
        assertThat(page.locator(".checklist")).not().containsText("az postgres");
        page.getByLabel("Verify that the target is an exact copy").check();
        page.reload();
        assertThat(page.getByLabel("Verify that the target is an exact copy")).isChecked();

        page.getByText("team=retail").click();

        assertThat(page).hasURL(address("/?label=team%3Aretail"));
        assertThat(page.locator(".fleet")).not().containsText("team=logistics");
        assertThat(page.locator(".fleet")).containsText("team=retail");
    }

    @Test
    @Order(7)
    void what_has_failed_is_resumed_under_the_same_first_part_of_its_id() throws IOException {
        page.navigate(address("/?id=" + SampleFleet.FAILED));
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Resume").setExact(true))
                .click();
        var dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByLabel("Name")).hasValue("move-2");
        assertThat(dialog.getByLabel("Go on with what an earlier migration left unfinished"))
                .isChecked();
        dialog.getByLabel("Source password").fill("env:PGCONVOY_SOURCE_PASSWORD");
        dialog.getByLabel("Target password").fill("env:PGCONVOY_TARGET_PASSWORD");

        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Migrate"))
                .click();

        assertThat(page).hasURL(address("/?id=billing-flex%2Fmove-2"));
        assertThat(page.locator("h1")).hasText("billing-flex/move-2");
        var asked = EventJson.MAPPER
                .readTree(monitor.get("/api/migrations/billing-flex/move-2", "Bearer " + TOKEN)
                        .body())
                .path("request");
        assertThat(asked.at("/options/copy/resume").asBoolean()).isTrue();
        assertThat(asked.at("/target/host").asText()).isEqualTo("billing.postgres.example");
        assertThat(asked.at("/labels/team").asText()).isEqualTo("retail");
    }

    @ParameterizedTest
    @EnumSource
    @Order(8)
    void no_view_keeps_anybody_from_using_it_or_is_wider_than_the_screen(ConsoleViews.Look look) {
        fleet.tick();

        ConsoleViews.lookAtAll(browser, look, address(""), ConsoleBrowserIT::login);
    }

    @Test
    @Order(9)
    void a_monitor_that_was_killed_is_stale_and_what_the_next_one_does_not_know_is_unknown() throws Exception {
        page.navigate(address("/?id=" + SampleFleet.RUNNING));
        assertThat(row("public.payments")).containsText("waiting");

        monitor.kill();

        assertThat(page.locator("#stale")).containsText("Stale since");
        assertThat(row("public.payments")).isVisible();

        startMonitor();
        page.getByLabel("Bearer token").fill(TOKEN);
        page.getByText("Use this token").click();

        assertThat(page.locator("#live")).hasText("Live");
        assertThat(row("public.payments")).containsText("unknown");
        assertThat(row("public.payments")).not().containsText("0 B");
        assertThat(row("public.stores")).containsText("88.0 MB");
        fleet.tick();
        assertThat(row("public.order_events")).containsText("copying");
    }
}
