package dev.pgconvoy.preflight.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.postgres.PgTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The programs that the service finds on its machine, before two real servers of
/// version 15. The faulty ones are not on this machine: programs that answer as they do
/// take their place.
class PgDumpVersionIT extends TwoServers {

    @TempDir
    private Path programs;

    @Test
    void a_folder_without_the_programs_is_an_error() throws IOException {
        assertThat(found()).containsExactly("ERROR PGC1103 " + programs);

        answering("pg_dump", "pg_dump (PostgreSQL) 15.18");
        assertThat(found()).containsExactly("ERROR PGC1103 " + programs);
    }

    @Test
    void a_program_that_does_not_run_is_an_error() throws IOException {
        answering("pg_dump", "pg_dump: error while loading shared libraries: libpq.so.5");
        answering("pg_restore", "");

        assertThat(found()).containsExactly("ERROR PGC1103 " + programs);
    }

    @Test
    void programs_of_each_version_are_told_by_what_they_can_and_what_they_lack() throws IOException {
        answering("pg_restore", "");
        for (var version : List.of("9.6.24", "14.20")) {
            answering("pg_dump", "pg_dump (PostgreSQL) " + version);
            assertThat(found()).as(version).containsExactly("ERROR PGC1102 " + programs.resolve("pg_dump"));
        }
        for (var version : List.of("15.13", "16.9", "17.5")) {
            answering("pg_dump", "pg_dump (PostgreSQL) " + version);
            assertThat(found()).as(version).containsExactly("WARNING PGC1104 " + programs.resolve("pg_dump"));
        }
        for (var version : List.of("15.14", "16.10", "17.6", "18.0")) {
            answering("pg_dump", "pg_dump (PostgreSQL) " + version);
            assertThat(found()).as(version).isEmpty();
        }
    }

    /// A new file for each version: what a program has answered is known by its file and
    /// the time of its change.
    private void answering(String program, String answer) throws IOException {
        var file = programs.resolve(program);
        Files.deleteIfExists(file);
        var made = Files.writeString(file, "#!/bin/sh\necho '%s'\n".formatted(answer));
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> found() {
        return examiningWith(() -> PgTools.find(Optional.of(programs)))
                .examine(between().of("Lager & Co").build())
                .findings()
                .stream()
                .filter(finding -> finding.check().equals("pg-dump-version"))
                .map(PgDumpVersionIT::brief)
                .toList();
    }

    private static String brief(Finding finding) {
        return "%s %s %s".formatted(finding.severity(), finding.code(), finding.object());
    }
}
