package dev.pgconvoy.launcher.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersFileTest {

    @TempDir
    Path folder;

    @Test
    void copies_are_for_their_owner_only_whatever_was_there_and_whatever_the_umask_is() throws IOException {
        var logs = Files.createDirectory(folder.resolve("logs"));
        var kept = Files.createDirectory(folder.resolve("kept"));
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (var name : new String[] {"monitor.log", "worker.log"}) {
            Files.writeString(logs.resolve(name), "new " + name);
            Files.setPosixFilePermissions(logs.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.writeString(kept.resolve("worker.log"), "old");
        Files.setPosixFilePermissions(kept.resolve("worker.log"), PosixFilePermissions.fromString("rw-rw-rw-"));

        OwnersFile.copyAll(logs, kept);

        assertThat(mode(kept)).isEqualTo("rwx------");
        for (var name : new String[] {"monitor.log", "worker.log"}) {
            assertThat(mode(kept.resolve(name))).isEqualTo("rw-------");
            assertThat(kept.resolve(name)).hasContent("new " + name);
        }
    }

    @Test
    void a_folder_that_is_made_for_them_is_private_too() throws IOException {
        var logs = Files.createDirectory(folder.resolve("logs"));

        OwnersFile.copyAll(logs, folder.resolve("kept"));

        assertThat(mode(folder.resolve("kept"))).isEqualTo("rwx------");
    }

    @Test
    void a_log_is_private_from_its_first_byte() throws IOException {
        var log = LogFile.fresh(folder, "worker").path();

        assertThat(mode(log)).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
