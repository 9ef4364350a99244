package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pgconvoy.azure.SmallAzure;
import dev.pgconvoy.it.command.DocumentedCommands;
import dev.pgconvoy.it.command.PgconvoyRun;
import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/fleet.md`, typed from its first command to its last: three servers with two databases each, in two waves, with
/// an approval, and a server that fails and stops its wave.
@UsesEnvironment
class FleetIT {

    private static final List<String> SERVERS = List.of("shop", "crm", "mail");
    private static final Map<String, List<String>> DATABASES = Map.of(
            "shop", List.of("shop", "shop_log"),
            "crm", List.of("crm", "crm_archive"),
            "mail", List.of("mail", "mail_queue"));
    private static final String DROPPED = "crm_archive";
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    @TempDir
    private static Path folder;

    private final TestEnvironment environment;
    private final Map<String, RunningServer> sources;
    private final RunningServer target;
    private final RunningServer scratch;

    FleetIT(TestEnvironment environment) {
        this.environment = environment;
        this.sources = Map.of(
                "shop", environment.server("source", 15),
                "crm", environment.server("fleet-crm", 13),
                "mail", environment.server("fleet-mail", 15));
        this.target = environment.server("target", 15);
        this.scratch = environment.server("fleet-scratch", 15);
    }

    @BeforeAll
    void fill_the_sources() throws SQLException {
        for (var server : SERVERS) {
            for (var database : databases(server)) {
                fill(source(server), database);
                TestDatabases.drop(target, database);
            }
        }
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        for (var server : SERVERS) {
            for (var database : databases(server)) {
                TestDatabases.drop(source(server), database);
                TestDatabases.drop(target, database);
            }
        }
    }

    private RunningServer source(String name) {
        return sources.getOrDefault(name, target);
    }

    private static List<String> databases(String server) {
        return DATABASES.getOrDefault(server, List.of());
    }

    private static void fill(RunningServer server, String database) throws SQLException {
        TestDatabases.create(server, database);
        SuperuserSql.execute(server, database, """
                CREATE TABLE item (id int PRIMARY KEY, note text NOT NULL);
                INSERT INTO item SELECT i, md5(i::text) FROM generate_series(1, 2000) i;
                CREATE INDEX ON item (note)
                """);
    }

    /// What the page calls its servers, as they are here.
    private String adapted(String text) {
        var adapted = text.replace("mover@", "postgres@").replace("user: mover", "user: postgres");
        for (var name : SERVERS) {
            adapted = adapted(adapted, "old-" + name, source(name));
        }
        return adapted(adapted(adapted, "new", target), "scratch", scratch);
    }

    private static String adapted(String text, String name, RunningServer server) {
        return text.replace(name + ".example.org:5432", server.host() + ":" + server.port())
                .replace(name + ".example.org, port: 5432", "\"%s\", port: %d".formatted(server.host(), server.port()))
                .replaceAll("file:/run/secrets/%s(?![a-z-])".formatted(name), "file:" + server.passwordFile());
    }

    private String run(String line, int expected) throws IOException {
        return run(line, expected, Map.of("KAFKA_BOOTSTRAP_SERVERS", environment.bootstrapServers()));
    }

    private static String run(String line, int expected, Map<String, String> variables) throws IOException {
        try (var command = PgconvoyRun.start(folder, DocumentedCommands.words(line), variables)) {
            assertThat(command.exitCode(PATIENCE))
                    .as("%s%n%s%n%s", line, command.printed(), command.said())
                    .isEqualTo(expected);
            return command.printed();
        }
    }

    /// Runs the next command of the page.
    private String next(List<String> commands, String expectedBegin, int expectedCode) throws IOException {
        var line = commands.removeFirst();
        assertThat(line).startsWith("fleet " + expectedBegin);
        return run(line, expectedCode);
    }

    /// A subscription with one server.
    private static void initFromAzure(String line) throws IOException {
        try (var azure = new SmallAzure(Files.createTempDirectory(folder, "azure"))) {
            var subscription = "/subscriptions/" + SmallAzure.SUBSCRIPTION;
            azure.answers(subscription + "/resources", "{\"value\": []}");
            azure.answers(
                    subscription + "/providers/Microsoft.DBforPostgreSQL/flexibleServers", """
                    {"value": [{"id": "%s/resourceGroups/g/providers/Microsoft.DBforPostgreSQL/flexibleServers/shop",
                      "name": "shop", "location": "westeurope",
                      "sku": {"name": "Standard_D4s_v3", "tier": "GeneralPurpose"},
                      "properties": {"fullyQualifiedDomainName": "shop.postgres.database.azure.com",
                        "version": "14", "administratorLogin": "mover", "state": "Ready",
                        "storage": {"storageSizeGB": 64}}}]}
                    """.formatted(subscription));
            var variables = azure.configuration().entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> entry.getKey().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                            Map.Entry::getValue));
            run(line, 0, variables);
        }
        assertThat(folder.resolve("from-azure.yaml"))
                .content()
                .contains(
                        "# PostgreSQL 14, Flexible Server, Standard_D4s_v3, 68.7 GB of storage, Ready", "- name: shop");
        run("fleet validate from-azure.yaml", 0, Map.of());
    }

    private void rehearse(String line) throws IOException, SQLException {
        var before = TestDatabases.names(scratch);
        assertThat(run(adapted(line), 0)).contains("ok shop: it took", "dropped: shop, shop_log");
        assertThat(TestDatabases.names(scratch)).isEqualTo(before);
        assertThat(run("fleet plan weekend.yaml", 2)).contains("rehearsed  took", "shop");
    }

    /// Three are set, listed and taken back.
    private void limits(List<String> commands) throws IOException {
        var printed = new StringBuilder();
        while (commands.getFirst().startsWith("limit")) {
            printed.append(run(commands.removeFirst(), 0));
        }
        assertThat(printed.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.endsWith(" by local"))
                .anyMatch(line -> line.startsWith("fleet:weekend  83.9 MB/s"));
        assertThat(run("limit", 0)).isEmpty();
    }

    @Test
    void the_page_leads_from_a_list_to_a_finished_fleet() throws IOException, SQLException {
        var page = DocumentedCommands.of("fleet.md");
        var commands = new ArrayList<>(page.lines());
        Files.writeString(folder.resolve("servers.csv"), adapted(page.block("csv", "name,source,target")));
        var file = folder.resolve("weekend.yaml");

        next(commands, "init", 0);
        assertThat(file).content().contains("# source: PostgreSQL 15", "# source: PostgreSQL 13", "- name: pilot");
        run("fleet validate weekend.yaml", 0);
        initFromAzure(commands.removeFirst());
        Files.writeString(file, adapted(page.block("yaml", "apiVersion")));
        assertThat(next(commands, "validate", 0)).contains("3 servers in 2 waves");
        assertThat(next(commands, "check", 0)).contains("3 of 3 servers passed");
        assertThat(next(commands, "plan", 2)).contains("+ shop  new", "wave pilot", "wave rest");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("plan.json").toFile())
                        .at("/changes/added")
                        .size())
                .isEqualTo(3);

        rehearse(commands.removeFirst());

        TestDatabases.drop(source("crm"), DROPPED);
        assertThat(next(commands, "apply", 0)).contains("+ crm  new");
        assertThat(run("fleet apply weekend.yaml", 0)).contains("nothing to do");
        assertThat(run("fleet plan weekend.yaml", 0)).contains("nothing to do");
        assertThat(next(commands, "status", 0)).contains("Fleet weekend", "rehearsed  took");
        next(commands, "pause", 0);
        next(commands, "pause rest", 0);
        next(commands, "resume", 0);
        next(commands, "approve rest", 0);
        assertThat(next(commands, "status --watch", 4)).contains("Fleet weekend: stopped", "crm", "failed");
        limits(commands);
        assertThat(TestDatabases.names(target)).contains("shop", "shop_log").doesNotContain("mail", "mail_queue");

        fill(source("crm"), DROPPED);
        next(commands, "retry --failed", 0);
        assertThat(next(commands, "status --watch", 0)).contains("3 of 3 succeeded");
        for (var server : SERVERS) {
            for (var database : databases(server)) {
                assertThat(ContentLines.of(target, database))
                        .as(database)
                        .isEqualTo(ContentLines.of(source(server), database));
            }
        }
        next(commands, "report --html", 0);
        assertThat(folder.resolve("weekend.html"))
                .content()
                .contains("3 of 3 servers succeeded", "the pilot looks good", "succeeded, attempt 2");
        next(commands, "cancel mail", 0);
        next(commands, "delete weekend", 0);
        assertThat(run("fleet status --fleet weekend", 1)).isEmpty();
        assertThat(commands).as("commands of the page that no test runs").isEmpty();
    }
}
