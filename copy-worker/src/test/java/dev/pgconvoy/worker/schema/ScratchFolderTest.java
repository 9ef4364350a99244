package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(-10);

    @TempDir
    private Path parent;

    @Test
    void its_name_cannot_be_guessed_and_nobody_else_may_look_into_it() throws IOException {
        var ours = new ScratchFolder(parent).createFile(".dump").getParent();
        var another = new ScratchFolder(parent).createFile(".dump").getParent();

        assertThat(ours).isNotEqualTo(another);
        assertThat(ours.getFileName().toString())
                .isNotEqualTo("pgconvoy-worker-" + ProcessHandle.current().pid());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
                .isEqualTo("rwx------");
    }

    @Test
    void it_is_gone_when_it_is_closed() {
        var folder = new ScratchFolder(parent);
        var file = folder.createFile(".dump");

        folder.removeOwn();

        assertThat(file.getParent()).doesNotExist();
        assertThat(folder.createFile(".list")).exists();
    }

    @Test
    void what_a_killed_worker_left_is_removed_and_what_is_in_use_or_young_stays() throws IOException {
        var left = left("pgconvoy-worker-123", "rwx------");
        var inUse = new ScratchFolder(parent).createFile(".dump");

        new ScratchFolder(parent).removeAbandoned(Duration.ofHours(1));
        assertThat(left).exists();

        new ScratchFolder(parent).removeAbandoned(AT_ONCE);
        assertThat(left).doesNotExist();
        assertThat(inUse).exists();
    }

    /// A folder of this name that others may write to can hold anything.
    @Test
    void whatever_might_be_somebody_elses_stays_and_stops_nobody() throws IOException {
        var open = left("pgconvoy-worker-456", "rwxrwxrwx");
        var file = Files.writeString(
                parent.resolve("pgconvoy-worker-" + ProcessHandle.current().pid()), "in the way");
        var precious = Files.createDirectory(parent.resolve("precious"));
        Files.writeString(precious.resolve("schema-1.dump"), "mine");
        Files.writeString(precious.resolve("lock"), "mine");
        Files.createSymbolicLink(parent.resolve("pgconvoy-worker-789"), precious);

        var folder = new ScratchFolder(parent);
        folder.removeAbandoned(AT_ONCE);

        assertThat(folder.createFile(".dump")).exists();
        assertThat(open).isNotEmptyDirectory();
        assertThat(file).hasContent("in the way");
        assertThat(precious).isDirectoryContaining("glob:**schema-1.dump");
    }

    @Test
    void a_link_in_a_folder_that_was_left_leads_nowhere() throws IOException {
        var left = left("pgconvoy-worker-123", "rwx------");
        var precious = Files.writeString(parent.resolve("precious"), "mine");
        Files.createSymbolicLink(left.resolve("schema-2.dump"), precious);

        new ScratchFolder(parent).removeAbandoned(AT_ONCE);

        assertThat(precious).hasContent("mine");
    }

    private Path left(String name, String permissions) throws IOException {
        var folder = Files.createDirectory(parent.resolve(name));
        for (var suffix : List.of(".dump", ".list", ".pass", ".roots", ".crt", ".key")) {
            Files.writeString(folder.resolve("schema-1" + suffix), "left");
        }
        Files.writeString(folder.resolve("lock"), "");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        return folder;
    }
}
