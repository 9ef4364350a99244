package dev.pgconvoy.launcher.fleet.init;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.text.PrintableText;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A fleet file in YAML, for its owner to go on writing.
public final class FleetText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    private static final Pattern MEANS_SOMETHING = Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");
    private static final String WAVE = "wave";

    private final StringBuilder text = new StringBuilder();

    private FleetText() {}

    /// @param remarks a comment for each server; none when nobody looked
    public static String of(String name, List<ListedServer> servers, List<String> remarks) {
        var fleet = new FleetText();
        fleet.head(name);
        for (var i = 0; i < servers.size(); i++) {
            fleet.server(servers.get(i), i < remarks.size() ? Optional.of(remarks.get(i)) : Optional.empty());
        }
        fleet.waves(servers);
        return fleet.text.toString();
    }

    private void head(String name) {
        line("# Check it with: ./pgconvoy fleet validate FILE. Every key is explained in docs/fleet.md.");
        line("apiVersion: pgconvoy.dev/v1");
        line("kind: Fleet");
        line("metadata:");
        line("  name: " + scalar(name));
        line("spec:");
        line("  limits:");
        line("    total: 4            # migrations at once");
        line("    perSourceHost: 1");
        line("    perTarget: 1");
        line("  servers:");
    }

    private void server(ListedServer server, Optional<String> remark) {
        remark.ifPresent(words -> line("    # " + PrintableText.of(words.replaceAll("\\R", " "))));
        line("    - name: " + scalar(server.name()));
        end("source", server.source(), server.sourcePassword());
        end("target", server.target(), server.targetPassword());
        var databases = databases(server);
        if (!databases.isEmpty()) {
            line("      databases: "
                    + databases.stream().map(FleetText::scalar).collect(Collectors.joining(", ", "[", "]")));
        }
        var labels = labels(server);
        if (!labels.isEmpty()) {
            line("      labels: " + flow(labels));
        }
    }

    /// Those of the list, else the one that the source's address names.
    private static List<String> databases(ListedServer server) {
        return server.databases().isEmpty()
                ? server.source().database().stream().toList()
                : server.databases();
    }

    private static Map<String, String> labels(ListedServer server) {
        var labels = new LinkedHashMap<String, String>(server.labels());
        server.wave().ifPresent(wave -> labels.putIfAbsent(WAVE, wave));
        return labels;
    }

    private void end(String side, PostgresUri uri, Optional<String> password) {
        line("      %s:".formatted(side));
        line("        host: " + scalar(uri.host()));
        line("        port: " + uri.port());
        uri.user().ifPresent(user -> line("        user: " + scalar(user)));
        password.ifPresent(reference -> line("        password: " + scalar(reference)));
        uri.sslMode().ifPresent(mode -> line("        sslMode: " + scalar(mode.text())));
    }

    private void waves(List<ListedServer> servers) {
        var names = new LinkedHashSet<String>();
        servers.forEach(server -> server.wave().ifPresent(names::add));
        line("  waves:");
        names.forEach(wave -> {
            line("    - name: " + scalar(wave));
            line("      selector: " + flow(Map.of(WAVE, wave)));
        });
        if (servers.stream().anyMatch(server -> server.wave().isEmpty())) {
            line("    - name: " + (names.contains("others") ? "all-others" : "others")
                    + "   # all that no wave above takes");
        }
    }

    private static String flow(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> "%s: %s".formatted(scalar(entry.getKey()), scalar(entry.getValue())))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /// A text of JSON is one of YAML, too.
    private static String scalar(String value) {
        return PLAIN.matcher(value).matches() && !MEANS_SOMETHING.matcher(value).matches()
                ? value
                : TextNode.valueOf(value).toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
