package dev.pgconvoy.monitor;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Every view of the console, as it looks in the light, in the dark and on a phone.
///
/// With `-Dpgconvoy.it.pictures=FOLDER` it leaves a picture of each there.
enum ConsoleViews {
    FLEET("/", ".fleet tbody tr", _ -> {}),
    FAILURES("/?state=Failed,ValidationFailed,Canceled&sort=attention", ".fleet tbody tr", _ -> {}),
    RUNNING("/?id=" + SampleFleet.RUNNING, ".tables tbody tr", _ -> {}),
    WAITING("/?id=" + SampleFleet.WAITING, ".log tbody tr", _ -> {}),
    FAILED("/?id=" + SampleFleet.FAILED, ".trouble", _ -> {}),
    REFUSED("/?id=legacy-flex/move-1", ".findings li", _ -> {}),
    CANCELED("/?id=sandbox-flex/move-1", ".log tbody tr", _ -> {}),
    DONE("/?id=" + SampleFleet.SUCCEEDED, ".checklist", _ -> {}),
    UNKNOWN("/?id=nobody/knows", "#stale:not([hidden])", _ -> {}),
    WORKERS("/?view=workers", ".workers section", _ -> {}),
    FLEETS("/?view=fleets", "tbody tr", _ -> {}),
    WAVES("/?view=fleets&fleet=" + SampleWaves.NAME, ".lane", _ -> {}),
    APPROVAL(
            "/?view=fleets&fleet=" + SampleWaves.NAME,
            "dialog",
            page -> page.locator(".gates button").first().click()),
    REQUEST("/", "dialog", page -> page.locator("#request").click()),
    CANCEL(
            "/?id=" + SampleFleet.RUNNING,
            "dialog",
            page -> page.locator("button.danger").first().click());

    /// How it is looked at.
    enum Look {
        LIGHT(1_360, 900, ColorScheme.LIGHT),
        DARK(1_360, 900, ColorScheme.DARK),
        PHONE(390, 844, ColorScheme.LIGHT);

        private final int width;
        private final int height;
        private final ColorScheme colors;

        Look(int width, int height, ColorScheme colors) {
            this.width = width;
            this.height = height;
            this.colors = colors;
        }

        NewContextOptions context() {
            return new NewContextOptions()
                    .setViewportSize(width, height)
                    .setColorScheme(colors)
                    .setReducedMotion(ReducedMotion.REDUCE)
                    .setBypassCSP(true);
        }
    }

    private static final Optional<Path> PICTURES =
            Optional.ofNullable(System.getProperty("pgconvoy.it.pictures")).map(Path::of);

    private final String path;
    private final String isThere;
    private final Consumer<Page> opens;

    ConsoleViews(String path, String isThere, Consumer<Page> opens) {
        this.path = path;
        this.isThere = isThere;
        this.opens = opens;
    }

    /// On a picture there are many migrations.
    static int fleetSize() {
        return PICTURES.isPresent() ? 200 : SampleFleet.USUAL_SIZE;
    }

    /// @param login lets a page in
    static void lookAtAll(Browser browser, Look look, String origin, Consumer<Page> login) {
        try (var context = browser.newContext(look.context())) {
            AxeCore.addTo(context);
            var page = context.newPage();
            login.accept(page);
            for (var view : values()) {
                view.lookAt(page, look, origin);
            }
        }
    }

    private void lookAt(Page page, Look look, String origin) {
        page.navigate(origin + path);
        assertThat(page.locator("#live")).not().hasText("Connecting");
        opens.accept(page);
        assertThat(page.locator(isThere).first()).isVisible();
        PICTURES.ifPresent(folder -> page.screenshot(new Page.ScreenshotOptions()
                .setPath(folder.resolve("%s-%s.png"
                        .formatted(name().toLowerCase(Locale.ROOT), look.name().toLowerCase(Locale.ROOT))))
                .setFullPage(!isThere.equals("dialog"))));
        assertThat(AxeCore.seriousViolations(page))
                .as("%s, %s".formatted(this, look))
                .isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
                .as("pixels of %s, %s that are beyond the edge".formatted(this, look))
                .isEqualTo(0);
    }
}
