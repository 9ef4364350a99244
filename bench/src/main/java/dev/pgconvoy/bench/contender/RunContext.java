package dev.pgconvoy.bench.contender;

import dev.pgconvoy.bench.server.Address;
import dev.pgconvoy.bench.server.LocalServer;
import dev.pgconvoy.bench.server.Tool;
import java.nio.file.Path;
import java.util.List;

/// What has to be moved, and the way: perhaps through proxies.
///
/// @param scratch a folder for files of this run
public record RunContext(
        String database, LocalServer source, LocalServer target, Address toSource, Address toTarget, Path scratch) {

    String sourceUri() {
        return toSource.uri(database);
    }

    String targetUri() {
        return toTarget.uri(database);
    }

    /// A program with everything it needs to reach both servers.
    Tool tool(String... line) {
        return new Tool(List.of(line), source.clientEnvironment());
    }

    /// A pipeline, which fails when one of its programs does.
    Tool shell(String script) {
        return tool("bash", "-c", "set -euo pipefail\n" + script);
    }
}
