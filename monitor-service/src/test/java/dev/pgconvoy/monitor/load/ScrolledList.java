package dev.pgconvoy.monitor.load;

import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The list of migrations in a real browser, scrolled from its first row to its last.
///
/// @param rows how many rows went by
/// @param frames how many frames were drawn
/// @param slow frames of more than 50 ms
/// @param longest in milliseconds
record ScrolledList(int rows, int frames, int slow, double longest) {

    static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /// Scrolls on by some lines with each frame, and waits where rows are still to come.
    /// The rows that were seen are counted by their links.
    private static final String SCROLL = """
            async wanted => {
              const seen = new Set();
              const frames = [];
              let last = performance.now();
              let isOver = false;
              const began = last;
              await new Promise(done => {
                const frame = now => {
                  frames.push(now - last);
                  last = now;
                  for (const link of document.querySelectorAll('.fleet tbody a.id')) seen.add(link.textContent);
                  const end = document.documentElement.scrollHeight - innerHeight;
                  if (scrollY < end - 1) scrollBy(0, 120);
                  else isOver = seen.size >= wanted;
                  if (isOver || now - began > 180000) done();
                  else requestAnimationFrame(frame);
                };
                requestAnimationFrame(now => { last = now; requestAnimationFrame(frame); });
              });
              return [seen.size, frames.length, frames.filter(one => one > 50).length, Math.max(...frames)];
            }
            """;

    static ScrolledList measure(String address, int rows) {
        try (var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            var browser = playwright
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
            var page = browser.newPage();
            page.setViewportSize(1_360, 900);
            page.navigate(address);
            page.locator(".fleet tbody a.id").first().waitFor();
            page.waitForTimeout(5_000);
            var measured = (List<?>) page.evaluate(SCROLL, rows);
            return new ScrolledList(
                    number(measured, 0).intValue(),
                    number(measured, 1).intValue(),
                    number(measured, 2).intValue(),
                    number(measured, 3).doubleValue());
        }
    }

    private static Number number(List<?> measured, int index) {
        return (Number) measured.get(index);
    }
}
