package dev.pgconvoy.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.command.session.CommandSession;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What commands that stay in front print, and what they leave behind.
class ForegroundRunTest {

    @Test
    void every_service_is_printed_with_the_port_at_which_it_answers() {
        var addresses = new LinkedHashMap<String, URI>();
        addresses.put("preflight-service", URI.create("http://127.0.0.1:8081/"));
        addresses.put("copy-worker", URI.create("http://127.0.0.1:8083/"));

        assertThat(ForegroundRun.services(addresses))
                .containsExactly(
                        "preflight-service  http://127.0.0.1:8081/q/health  http://127.0.0.1:8081/q/metrics",
                        "copy-worker        http://127.0.0.1:8083/q/health  http://127.0.0.1:8083/q/metrics");
    }

    /// Called in a clone of the repository, they leave nothing that git would add.
    @Test
    void git_ignores_what_commands_leave() throws IOException {
        var quiet = new PrintStream(PrintStream.nullOutputStream());
        var demo = CommandTree.of(new CommandSession(_ -> null, InstantSource.system(), quiet, quiet, false))
                .getSubcommands()
                .get("demo");
        Path report = demo.getCommandSpec().findOption("--report").getValue();

        var ignored = Files.readAllLines(Path.of("..", ".gitignore"));

        assertThat(ignored).contains("/" + report);
        assertThat(patterns(ignored)).anyMatch(MigrationRun.logs("shop").toString()::matches);
    }

    private static List<String> patterns(List<String> ignored) {
        return ignored.stream()
                .filter(line -> line.startsWith("/") && line.endsWith("/"))
                .map(line -> line.substring(1, line.length() - 1).replace("*", ".*"))
                .toList();
    }
}
