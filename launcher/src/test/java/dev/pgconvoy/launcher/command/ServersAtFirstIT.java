package dev.pgconvoy.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found before anything is started, at a server that asks for a password.
class ServersAtFirstIT {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Stack stack = Stack.in(StackFolder.temporary(), StackDistribution.current());

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        stack.startAll(List.of(PostgresSettings.of("server", 17)));
    }

    @AfterEach
    void stop() {
        stack.close();
    }

    private PostgresProcess server() {
        return stack.postgres("server");
    }

    private int migrate() {
        var session = new CommandSession(
                environment::get,
                InstantSource.system(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        var source = server().uri("postgres");
        return CommandTree.of(session)
                .execute("migrate", "--source", source, "--target", source.replace("127.0.0.1", "localhost"));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void pgDump(String version) throws IOException {
        for (var program : List.of("pg_dump", "pg_restore")) {
            var file = Files.writeString(
                    folder.resolve(program), "#!/bin/sh\necho '%s (PostgreSQL) %s'\n".formatted(program, version));
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        environment.put("PGCONVOY_PG_BIN", folder.toString());
    }

    @Test
    void passwords_that_are_missing_are_named_with_their_variables_and_nothing_is_started() throws IOException {
        pgDump("17.6");

        assertThat(migrate()).isEqualTo(2);

        assertThat(errors())
                .contains(
                        "--source: the server 127.0.0.1:%d asks user postgres for a password"
                                .formatted(server().port()),
                        "Set PGCONVOY_SOURCE_PASSWORD,",
                        "--target: the server localhost:%d".formatted(server().port()),
                        "Set PGCONVOY_TARGET_PASSWORD,")
                .doesNotContain("starting");
    }

    @Test
    void a_pg_dump_that_cannot_read_the_source_is_named_with_its_version() throws IOException {
        server().password().use(password -> environment.put("PGPASSWORD", password));
        pgDump("13.22");

        assertThat(migrate()).isEqualTo(1);

        assertThat(errors())
                .contains(folder.resolve("pg_dump")
                        + " is version 13.22 and cannot read the source, which is PostgreSQL 17.")
                .doesNotContain("starting", "--target");
    }

    @Test
    void a_folder_without_pg_dump_is_named() {
        environment.put("PGCONVOY_PG_BIN", folder.toString());

        assertThat(migrate()).isEqualTo(1);

        assertThat(errors())
                .contains(folder.toString(), "Correct PGCONVOY_PG_BIN.")
                .doesNotContain("starting");
    }
}
