package dev.pgconvoy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `doctor` says of the PostgreSQL client, on a machine whose package manager is Debian's.
class ScriptDoctorTest {

    @TempDir
    Path folder;

    private Path bin;
    private Path programs;

    @BeforeEach
    void machine() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
        programs = Files.createDirectory(folder.resolve("programs"));
        says(bin.resolve("apt-get"), "");
        says(bin.resolve("apt-cache"), "");
    }

    @Test
    void an_old_client_is_fine_for_old_sources_and_a_newer_one_is_offered() throws Exception {
        client("15.14");

        var told = doctor();

        assertThat(told)
                .anyMatch(line -> line.matches("  ok +pg_dump +15\\.14 at .*, for sources up to that major version"))
                .anyMatch(line -> line.matches("  optional +pg_dump 18 +for sources newer than PostgreSQL 15; .*"))
                .anyMatch(line -> line.contains("get it with: ") && line.endsWith(" postgresql-client-18"));
    }

    @Test
    void what_the_system_has_itself_needs_no_other_repository() throws Exception {
        client("15.14");
        says(bin.resolve("apt-cache"), "Package: postgresql-client-18");

        assertThat(doctor())
                .anyMatch(line -> line.endsWith("apt-get install -y --no-install-recommends postgresql-client-18"))
                .noneMatch(line -> line.contains("pgdg"));
    }

    @Test
    void the_newest_client_wants_nothing() throws Exception {
        client("18.1");

        assertThat(doctor())
                .anyMatch(line -> line.contains(" 18.1 at " + programs.resolve("pg_dump")))
                .noneMatch(line -> line.contains("pg_dump 18 "));
    }

    private void client(String version) throws IOException {
        says(programs.resolve("pg_dump"), "pg_dump (PostgreSQL) " + version);
        says(programs.resolve("pg_restore"), "pg_restore (PostgreSQL) " + version);
    }

    private static void says(Path program, String words) throws IOException {
        Files.writeString(program, "#!/bin/sh\necho '%s'\n".formatted(words));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private List<String> doctor() throws Exception {
        var script =
                Files.copy(Path.of("..", "pgconvoy"), folder.resolve("pgconvoy"), StandardCopyOption.COPY_ATTRIBUTES);
        var builder = new ProcessBuilder("sh", script.toString(), "doctor", "--dry-run").redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("PGCONVOY_PG_BIN", programs.toString());
        var process = builder.start();
        process.getOutputStream().close();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return told.lines().toList();
    }
}
