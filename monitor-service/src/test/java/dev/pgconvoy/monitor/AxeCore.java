package dev.pgconvoy.monitor;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/// axe-core, which finds what keeps people with a screen reader, a keyboard or weak eyes
/// from using a page.
final class AxeCore {

    private static final String FOLDER = "/META-INF/resources/webjars/axe-core/%s/axe.min.js";
    private static final String VERSION = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
    private static final String SERIOUS = """
            async () => (await axe.run(document, {preload: false})).violations
              .filter(({impact}) => impact === 'serious' || impact === 'critical')
              .flatMap(({id, impact, help, nodes}) => nodes.map(({html, any}) =>
                `${id} (${impact}): ${help}: ${html.slice(0, 300)} ${any.map(({message}) => message).join('; ')}`))
            """;

    private AxeCore() {}

    /// To be called before its first page. The context must bypass the page's own rules for
    /// scripts, which allow nobody else's.
    static void addTo(BrowserContext context) {
        context.addInitScript(script());
    }

    private static String script() {
        var version = new Properties();
        try (var described = AxeCore.class.getResourceAsStream(VERSION)) {
            version.load(Objects.requireNonNull(described, VERSION));
            var place = FOLDER.formatted(version.getProperty("version"));
            try (var script = AxeCore.class.getResourceAsStream(place)) {
                return new String(Objects.requireNonNull(script, place).readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is of serious or critical impact, each with the element.
    @SuppressWarnings("unchecked")
    static List<String> seriousViolations(Page page) {
        return (List<String>) page.evaluate(SERIOUS);
    }
}
