package dev.pgconvoy.launcher.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pgconvoy.fuzz.Fuzz;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.PasswordRedaction;
import dev.pgconvoy.launcher.fleet.init.ServerList;
import dev.pgconvoy.secret.SealKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilesFuzzTest {

    private static final String PARAMETERS = """
            {"parameters": {
               "targetServerName": {"value": "flex-eu-1"}, "migrationName": {"value": "move-1"},
               "sourceServerResourceId": {"value": "old.example.org:5432@mover"},
               "sourceServerLoginName": {"value": "mover"}, "sourceServerLoginPassword": {"value": "hunter2"},
               "targetServerLoginName": {"value": "mover"}, "TARGETServerLoginPassword": {"value": "env:TARGET"},
               "dbNamesToMigrate": {"value": ["shop"]}, "SslMode": {"value": "Require"}}}
            """;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    static Path folder;

    private static SealKey key;

    @BeforeAll
    static void makeKey() {
        key = SealKey.create(folder.resolve("key"));
    }

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "parameters files",
                        FilesFuzzTest::parameters,
                        CommandException.class,
                        List.of(PARAMETERS),
                        List.of("null", "[]", "{}", "\"value\":", "{\"value\":", "[[[", "\\ud800", "\"parameters\":")),
                new Parser(
                        "password files",
                        text -> new PasswordFile(text.lines().toList()).find("h", 5432, "d", "u"),
                        IllegalArgumentException.class,
                        List.of("# h:1:d:u:p\nh:5432:d:u:p\\:w\n*:*:*:*:x"),
                        List.of(":", "\\", "\\\\", "*", "h:5432:d:u:", "\n", "$1")),
                new Parser(
                        "sizes",
                        ByteSize::parse,
                        IllegalArgumentException.class,
                        List.of("512MB", "1 GB", "7"),
                        List.of("kB", "TB", " ", "9", "٣")),
                new Parser(
                        "lists of servers",
                        FilesFuzzTest::list,
                        CommandException.class,
                        List.of("""
                                name,source,target,source_password,databases,wave,label.team
                                shop,postgres://mover@old:5432,postgres://mover@new,env:SOURCE,a b,first,payments
                                "quo""ted",host=h user=u,postgres://u@h,file:/x,,,
                                """),
                        List.of(",", "\"", "\"\"", "\n", "name,", "label.", "source", "postgres://", ";")),
                new Parser(
                        "ids of migrations",
                        MigrationIds::parse,
                        CommandException.class,
                        List.of("flex/shop", "flex.postgres.database.azure.com/move-1"),
                        List.of("/", "//", "..", "%")),
                new Parser(
                        "servers",
                        text -> {
                            PasswordRedaction.of(text);
                            ServerWish.of(CommandSide.SOURCE, text, Optional.empty(), Optional.empty());
                        },
                        CommandException.class,
                        List.of("postgres://user:p%40ss@host:5433/db?sslmode=require"),
                        List.of("postgres://", "@", ":", "%", "?", "&", "password=", "[")));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.08 / parsers().count(), Duration.ofMillis(700));
    }

    private static void list(String text) {
        var file = folder.resolve("servers.csv");
        try {
            Files.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerList.read(file);
    }

    private static void parameters(String text) {
        var file = folder.resolve("parameters.json");
        try {
            Files.write(file, text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ParametersFile.read(file).request(() -> key, NOW);
    }
}
