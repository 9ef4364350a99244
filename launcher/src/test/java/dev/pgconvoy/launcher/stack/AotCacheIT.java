package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.aot.AotCaches;
import dev.pgconvoy.launcher.stack.aot.CacheFactory;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service with a cache of its own, made as the training run makes it.
class AotCacheIT {

    private static final ServiceSettings PRETEND = ServiceSettings.of("pretend");

    @TempDir
    static Path temp;

    private static StackDistribution distribution;
    private static AotCache cache;
    private static byte[] made;
    private static FileTime built;

    @BeforeAll
    static void train() throws IOException {
        var caches = new AotCaches(Files.createDirectory(temp.resolve("aot")), AotCaches.Mode.RECORD);
        var recording = PretendService.in(temp.resolve("modules"), caches);
        try (var stack = Stack.in(StackFolder.open(temp.resolve("training")), recording)) {
            stack.start(PRETEND);
        }
        distribution = new StackDistribution(
                recording.brokerClassPath(),
                recording.serverArchives(),
                recording.modules(),
                new AotCaches(caches.folder(), AotCaches.Mode.USE));
        cache = distribution.serviceCache("pretend");
        new CacheFactory(caches.folder()).make(cache);
        made = Files.readAllBytes(cache.file());
        built = Files.getLastModifiedTime(distribution.service("pretend"));
        assertThat(made).isNotEmpty();
    }

    @BeforeEach
    void restore() throws IOException {
        Files.write(cache.file(), made);
        Files.setLastModifiedTime(distribution.service("pretend"), built);
    }

    @Test
    void a_service_starts_from_its_cache() throws IOException {
        try (var stack = start()) {
            assertThat(hasLoadedCache(stack)).isTrue();
        }
    }

    @Test
    void a_cache_of_other_jars_is_not_used() throws IOException {
        Files.setLastModifiedTime(
                distribution.service("pretend"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        try (var stack = start()) {
            assertThat(hasLoadedCache(stack)).isFalse();
            assertThat(cache.file()).exists();
        }
    }

    @Test
    void a_cache_whose_end_is_missing_does_not_stop_a_start() throws IOException {
        try (var file = FileChannel.open(cache.file(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() / 2);
        }

        try (var stack = start()) {
            assertThat(stack.service("pretend").isAlive()).isTrue();
        }
    }

    @Test
    void a_cache_with_wrong_bytes_does_not_stop_a_start() throws IOException {
        var bytes = Files.readAllBytes(cache.file());
        var noise = new byte[bytes.length / 2];
        new Random(1).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, bytes.length / 4, noise.length);
        Files.write(cache.file(), bytes);

        try (var stack = start()) {
            assertThat(stack.service("pretend").isAlive()).isTrue();
        }
    }

    private Stack start() {
        var stack = Stack.in(StackFolder.open(temp.resolve("data")), distribution);
        stack.start(PRETEND);
        return stack;
    }

    /// Whether the process has the file in its memory.
    private boolean hasLoadedCache(Stack stack) throws IOException {
        return Files.readString(Path.of(
                        "/proc/%d/maps".formatted(stack.service("pretend").pid())))
                .contains(cache.file().getFileName().toString());
    }
}
