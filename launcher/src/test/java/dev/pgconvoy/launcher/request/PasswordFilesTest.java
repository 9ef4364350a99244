package dev.pgconvoy.launcher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordFilesTest {

    @TempDir
    Path folder;

    private final List<String> warnings = new ArrayList<>();

    private Path file(String name, String permissions) throws IOException {
        var file = Files.writeString(folder.resolve(name), "*:*:*:*:secret\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private boolean finds(Map<String, String> environment) {
        return PasswordFiles.read(environment::get, warnings::add)
                .find("h", 1, "d", "u")
                .isPresent();
    }

    @Test
    void it_is_in_the_home_folder_or_where_PGPASSFILE_says() throws IOException {
        file(".pgpass", "rw-------");
        assertThat(finds(Map.of("HOME", folder.toString()))).isTrue();

        var missing = folder.resolve("none").toString();
        assertThat(finds(Map.of("HOME", folder.toString(), "PGPASSFILE", missing)))
                .isFalse();
        assertThat(finds(Map.of("PGPASSFILE", file("mine", "r--------").toString())))
                .isTrue();
        assertThat(warnings).isEmpty();
    }

    @Test
    void one_that_others_can_read_is_ignored_with_a_warning() throws IOException {
        var shared = file("shared", "rw-r-----");

        assertThat(finds(Map.of("PGPASSFILE", shared.toString()))).isFalse();

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(shared.toString(), "chmod 600")
                .doesNotContain("secret");
    }

    @Test
    void a_folder_is_ignored_with_a_warning() {
        assertThat(finds(Map.of("PGPASSFILE", folder.toString()))).isFalse();
        assertThat(warnings).hasSize(1);
    }
}
