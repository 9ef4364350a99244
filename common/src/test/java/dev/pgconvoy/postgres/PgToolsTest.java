package dev.pgconvoy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgToolsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1), 150018",
        "pg_dump (PostgreSQL) 17.11, 170011",
        "pg_dump (PostgreSQL) 9.6.24, 90624",
        "pg_dump (PostgreSQL) 18beta1, 180000",
        "pg_dump (PostgreSQL) 19devel, 190000",
    })
    void the_version_is_read_from_what_pg_dump_says(String said, int number) {
        assertThat(PgTools.parse(said)).hasValue(new ServerVersion(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pg_dump: command not found", "pg_dump (PostgreSQL) fifteen", "psql 15"})
    void anything_else_is_no_version(String said) {
        assertThat(PgTools.parse(said)).isEmpty();
    }

    @Test
    void the_configured_folder_is_used() throws Exception {
        program("pg_dump", "echo 'pg_dump (PostgreSQL) 16.3'");
        program("pg_restore", "true");

        var tools = PgTools.find(Optional.of(folder));

        assertThat(tools).isEqualTo(new PgTools(folder, new ServerVersion(160003)));
        assertThat(tools.canDump(new ServerVersion(150018))).isTrue();
        assertThat(tools.canDump(new ServerVersion(170001))).isFalse();
        assertThat(tools.dump()).isExecutable();
        assertThat(tools.restore()).isExecutable();
    }

    @Test
    void a_program_is_asked_once_until_it_changes() throws Exception {
        program("pg_dump", "echo asked >> %s/asked; echo 'pg_dump (PostgreSQL) 16.3'".formatted(folder));
        program("pg_restore", "true");
        PgTools.find(Optional.of(folder));

        assertThat(PgTools.find(Optional.of(folder)).version()).isEqualTo(new ServerVersion(160003));
        assertThat(folder.resolve("asked")).hasContent("asked");

        program("pg_dump", "echo 'pg_dump (PostgreSQL) 17.1'");
        Files.setLastModifiedTime(folder.resolve("pg_dump"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(PgTools.find(Optional.of(folder)).version()).isEqualTo(new ServerVersion(170001));
    }

    @Test
    void a_configured_folder_without_them_is_named() {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> PgTools.find(Optional.of(folder)))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.TOOL_UNUSABLE))
                .withMessage(
                        "%s: There is no working pg_dump and pg_restore in this folder. Correct PGCONVOY_PG_BIN.",
                        folder);
    }

    @Test
    void a_pg_dump_that_says_nothing_is_not_used() throws Exception {
        program("pg_dump", "exit 1");
        program("pg_restore", "true");

        assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> PgTools.find(Optional.of(folder)));
    }

    private void program(String name, String body) throws Exception {
        var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
