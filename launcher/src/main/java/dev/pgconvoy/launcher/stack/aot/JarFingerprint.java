package dev.pgconvoy.launcher.stack.aot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Of the running JDK and of jars: their names, sizes and times. The JVM looks at the same again, more
/// closely.
final class JarFingerprint {

    private JarFingerprint() {}

    static String of(List<Path> classPath) {
        var sum = new CRC32();
        add(sum, System.getProperty("java.home") + System.getProperty("java.vm.version"));
        for (var entry : classPath) {
            try (var files = Files.isDirectory(entry) ? Files.walk(entry) : Stream.of(entry)) {
                for (var jar : files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    add(sum, "%s %d %s".formatted(jar, Files.size(jar), Files.getLastModifiedTime(jar)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static void add(CRC32 sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
