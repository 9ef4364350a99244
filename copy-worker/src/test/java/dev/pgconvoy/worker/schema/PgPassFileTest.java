package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgPassFileTest {

    @Test
    void a_program_finds_its_password_in_a_file_of_ours_and_not_in_its_environment() throws IOException {
        var environment = new HashMap<>(Map.of("PGHOST", "h", "PGPASSWORD", "a:b\\c"));

        Path path;
        try (var _ = PgPassFile.insteadOf(environment)) {
            path = Path.of(environment.get("PGPASSFILE"));
            assertThat(environment).doesNotContainKey("PGPASSWORD").containsEntry("PGHOST", "h");
            assertThat(path).hasContent("*:*:*:*:a\\:b\\\\c");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void without_a_password_nothing_is_changed() throws IOException {
        var environment = new HashMap<>(Map.of("PGPASSFILE", "/dev/null"));

        try (var _ = PgPassFile.insteadOf(environment)) {
            assertThat(environment).containsExactly(Map.entry("PGPASSFILE", "/dev/null"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "two\rlines"})
    void a_password_that_no_line_can_hold_does_not_stay_in_the_environment_instead(String password) {
        var environment = new HashMap<>(Map.of("PGPASSWORD", password));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PgPassFile.insteadOf(environment))
                .withMessageNotContaining("two");
    }
}
