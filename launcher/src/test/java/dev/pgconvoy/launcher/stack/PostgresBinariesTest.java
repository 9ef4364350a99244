package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PostgresBinariesTest {

    private static final int AT_ONCE = 8;

    @TempDir
    private Path folder;

    @Test
    void two_servers_of_one_version_may_start_at_once_on_a_new_machine() throws Exception {
        var archive = archive();
        var together = new CyclicBarrier(AT_ONCE);
        var starts = new ArrayList<Callable<String>>();
        for (var number = 0; number < AT_ONCE; number++) {
            starts.add(() -> {
                together.await();
                return PostgresBinaries.unpacked(archive, 15).program("initdb");
            });
        }

        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (var start : threads.invokeAll(starts)) {
                assertThat(Path.of(start.get())).hasContent("a program");
            }
        }

        try (var left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(archive, folder.resolve("15"));
        }
    }

    private Path archive() throws IOException {
        var file = folder.resolve("postgres-15.jar");
        try (var jar = new ZipOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry("postgres-%s.txz".formatted(platform())));
            try (var tar = new TarArchiveOutputStream(new XZOutputStream(jar, new LZMA2Options()))) {
                var content = "a program".getBytes(java.nio.charset.StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry("bin/initdb");
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private static String platform() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return (os.contains("mac") ? "darwin" : os)
                + (System.getProperty("os.arch").equals("aarch64") ? "-arm_64" : "-x86_64");
    }
}
