package dev.pgconvoy.worker.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The folder for archives of this process. They hold schemas, and what a program needs to
/// connect while it runs, never rows. Its name cannot be guessed, and nobody else
/// may look into it. A lock, which ends with its process however that ends, says that a folder is in use; what a
/// killed worker left is removed by the next one, and only if it is beyond doubt a folder of this user's.
public final class ScratchFolder {

    private static final Logger LOG = Logger.getLogger(ScratchFolder.class);
    private static final ScratchFolder HERE = new ScratchFolder(Path.of(System.getProperty("java.io.tmpdir")));
    private static final String PREFIX = "pgconvoy-worker-";
    private static final String LOCK = "lock";
    private static final Pattern OUR_FILE = Pattern.compile("lock|schema-.*\\.(dump|list|pass|roots|crt|key)");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATELY =
            PosixFilePermissions.asFileAttribute(PRIVATE);

    /// Between making a folder and locking it, it looks abandoned.
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path parent;
    private @Nullable Path folder;
    private @Nullable FileChannel lock;

    ScratchFolder(Path parent) {
        this.parent = parent;
    }

    static Path newFile(String suffix) {
        return HERE.createFile(suffix);
    }

    /// Removes what killed workers left. What cannot be removed is nobody's business but its owner's: a worker starts
    /// all the same.
    public static void clean() {
        HERE.removeAbandoned(YOUNG);
    }

    /// Removes our own folder.
    public static void close() {
        HERE.removeOwn();
    }

    synchronized Path createFile(String suffix) {
        try {
            var place = folder;
            if (place == null) {
                place = Files.createTempDirectory(parent, PREFIX, PRIVATELY);
                lock = FileChannel.open(place.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                lock.lock();
                folder = place;
            }
            return Files.createTempFile(place, "schema-", suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void removeAbandoned(Duration young) {
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            var user = user();
            for (var place : found) {
                var facts = Files.readAttributes(place, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (facts.isDirectory()
                        && facts.owner().equals(user)
                        && facts.permissions().equals(PRIVATE)
                        && facts.lastModifiedTime().toMillis() < System.currentTimeMillis() - young.toMillis()) {
                    removeUnlessLocked(place);
                }
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.infof("What killed workers may have left in %s was not looked for: %s", parent, e);
        }
    }

    /// Who we are. Where the system cannot say it, nothing is removed but in a place of our own.
    private UserPrincipal user() throws IOException {
        var process = Path.of("/proc/self");
        return Files.getOwner(Files.exists(process) ? process : parent);
    }

    private static void removeUnlessLocked(Path place) {
        try (var channel = FileChannel.open(place.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                var held = channel.tryLock()) {
            if (held != null) {
                remove(place);
            }
        } catch (OverlappingFileLockException _) {
            // It is our own.
        } catch (IOException e) {
            LOG.infof("The folder %s, which a worker left, was not removed: %s", place, e);
        }
    }

    synchronized void removeOwn() {
        try {
            if (folder != null) {
                remove(folder);
            }
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folder %s cannot be removed".formatted(folder), e);
        } finally {
            folder = null;
            lock = null;
        }
    }

    /// Only files of ours, and never what a link leads to. The lock goes last, or another one would not find it.
    private static void remove(Path place) throws IOException {
        try (var files = Files.newDirectoryStream(place)) {
            for (var file : files) {
                if (OUR_FILE.matcher(file.getFileName().toString()).matches()
                        && !file.endsWith(LOCK)
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        }
        for (var last : List.of(place.resolve(LOCK), place)) {
            Files.deleteIfExists(last);
        }
    }
}
