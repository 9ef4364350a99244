package dev.pgconvoy.it.soak;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/// Files below a folder, some of which may be deleted meanwhile.
record FolderSize(long files, long bytes) {

    static FolderSize of(Path folder, Predicate<Path> counted) throws IOException {
        var files = new long[1];
        var bytes = new long[1];
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (counted.test(file)) {
                    files[0]++;
                    bytes[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException deletedMeanwhile) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path visited, @org.jspecify.annotations.Nullable IOException deletedMeanwhile) {
                return FileVisitResult.CONTINUE;
            }
        });
        return new FolderSize(files[0], bytes[0]);
    }
}
