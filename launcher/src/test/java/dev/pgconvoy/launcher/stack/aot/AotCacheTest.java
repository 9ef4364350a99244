package dev.pgconvoy.launcher.stack.aot;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {

    @TempDir
    Path folder;

    /// A folder that is not empty cannot be deleted, not even by root.
    @Test
    void one_that_cannot_be_deleted_does_not_stop_what_goes_on_without_it() throws IOException {
        var cache = new AotCache(folder, "service-1");
        Files.createFile(Files.createDirectory(cache.file()).resolve("kept"));

        assertThatCode(cache::discard).doesNotThrowAnyException();
    }
}
