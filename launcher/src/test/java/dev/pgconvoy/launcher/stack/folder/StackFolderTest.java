package dev.pgconvoy.launcher.stack.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFolderTest {

    @TempDir
    Path parent;

    @Test
    void two_stacks_do_not_share_a_folder() {
        var data = parent.resolve("data");
        try (var _ = StackFolder.open(data)) {
            assertThatThrownBy(() -> StackFolder.open(data))
                    .isInstanceOf(StackException.class)
                    .hasMessageContainingAll(data.toString(), "this very process", "--data");
        }
    }

    @Test
    void a_folder_can_be_opened_again_after_it_was_closed_and_keeps_what_is_in_it() throws IOException {
        var data = parent.resolve("data");
        try (var folder = StackFolder.open(data)) {
            Files.createFile(folder.kafka().resolve("log"));
        }

        try (var folder = StackFolder.open(data)) {
            assertThat(folder.kafka().resolve("log")).exists();
        }
    }

    @Test
    void only_its_owner_reads_it() throws IOException {
        try (var folder = StackFolder.open(parent.resolve("data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.keys())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_service_does_not_find_what_another_of_its_name_left() throws IOException {
        try (var folder = StackFolder.open(parent.resolve("data"))) {
            Files.writeString(folder.service("copy-worker").resolve("archive"), "x");

            assertThat(folder.service("copy-worker")).isEmptyDirectory();
        }
    }

    @Test
    void a_temporary_folder_is_gone_when_closed() throws IOException {
        var folder = StackFolder.temporaryIn(parent);
        Files.writeString(folder.logs().resolve("kafka.log"), "x");

        folder.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void a_temporary_folder_whose_launcher_was_killed_is_removed_by_the_next_one() throws IOException {
        // given a folder with a lock file that nobody holds any more
        var abandoned = Files.createDirectory(parent.resolve(StackFolder.PREFIX + "abandoned"));
        var lock = Files.createFile(abandoned.resolve(FolderLock.FILE));
        age(lock);
        Files.createDirectories(abandoned.resolve("kafka/data"));

        // when
        try (var next = StackFolder.temporaryIn(parent)) {

            // then
            assertThat(abandoned).doesNotExist();
            assertThat(next.root()).exists();
        }
    }

    @Test
    void a_temporary_folder_in_use_or_just_made_is_left_alone() throws IOException {
        var justMade = Files.createDirectory(parent.resolve(StackFolder.PREFIX + "just-made"));
        Files.createFile(justMade.resolve(FolderLock.FILE));
        try (var used = StackFolder.temporaryIn(parent)) {
            age(used.root().resolve(FolderLock.FILE));

            try (var _ = StackFolder.temporaryIn(parent)) {
                assertThat(used.root()).exists();
                assertThat(justMade).exists();
            }
        }
    }

    private static void age(Path file) throws IOException {
        var modified = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(modified.minus(Duration.ofMinutes(1))));
    }
}
