package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.server.LocalServer;
import dev.pgconvoy.bench.server.ServerPort;
import dev.pgconvoy.bench.server.ToolRun;
import java.nio.file.Path;
import java.util.List;

/// What has to be moved, and the way: perhaps through proxies.
///
/// @param scratch a folder for files of this run
public record RunContext(
        List<String> databases,
        LocalServer source,
        LocalServer target,
        ServerPort toSource,
        ServerPort toTarget,
        Path scratch) {

    public RunContext {
        databases = List.copyOf(databases);
    }

    /// For who moves one at a time.
    String database() {
        if (databases.size() != 1) {
            throw new BenchException("it moves one database, not %d".formatted(databases.size()));
        }
        return databases.getFirst();
    }

    String sourceUri() {
        return sourceUri(database());
    }

    String sourceUri(String database) {
        return toSource.uri(database);
    }

    String targetUri() {
        return targetUri(database());
    }

    String targetUri(String database) {
        return toTarget.uri(database);
    }

    /// A program with everything it needs to reach both servers.
    ToolRun tool(String... line) {
        return new ToolRun(List.of(line), source.clientEnvironment());
    }

    /// A pipeline, which fails when one of its programs does.
    ToolRun shell(String script) {
        return tool("bash", "-c", "set -euo pipefail\n" + script);
    }
}
