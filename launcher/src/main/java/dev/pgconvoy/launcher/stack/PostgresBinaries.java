package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.stack.folder.FileTree;
import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// A server's programs (`initdb`, `pg_ctl`, `postgres`; no clients), unpacked once from a jar that holds a `.txz`.
record PostgresBinaries(Path home) {

    private static final int OWNER_MAY_EXECUTE = 0100;

    static PostgresBinaries unpacked(Path archive, int major) {
        var home = archive.resolveSibling(Integer.toString(major));
        if (!Files.isDirectory(home)) {
            try {
                unpack(archive, home);
            } catch (IOException e) {
                throw new StackException(
                        "PostgreSQL %d cannot be unpacked from %s: %s.".formatted(major, archive, FailureReasons.of(e)),
                        e);
            }
        }
        return new PostgresBinaries(home);
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /// Beside its place first, so that another launcher finds all of it or nothing.
    private static void unpack(Path archive, Path home) throws IOException {
        var unfinished = Files.createTempDirectory(archive.toAbsolutePath().getParent(), "unpacking-");
        try (var jar = new ZipFile(archive.toFile())) {
            var entry = jar.stream()
                    .filter(candidate -> candidate.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("it holds no .txz"));
            requireThisPlatform(entry.getName());
            try (var content = jar.getInputStream(entry)) {
                untar(content, unfinished);
            }
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            FileTree.delete(unfinished);
        }
    }

    private static void requireThisPlatform(String entry) throws IOException {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch");
        var platform = (os.contains("mac") ? "darwin" : os) + (arch.equals("aarch64") ? "-arm_64" : "-x86_64");
        if (!entry.contains(platform)) {
            throw new IOException(
                    "it holds %s, and this machine is %s; start servers of your own and use ./pgconvoy migrate"
                            .formatted(entry, platform));
        }
    }

    private static void untar(InputStream content, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(content))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("it holds a path outside itself: " + entry.getName());
                }
                extract(tar, entry, file);
            }
        }
    }

    private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0 && !file.toFile().setExecutable(true)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
    }
}
