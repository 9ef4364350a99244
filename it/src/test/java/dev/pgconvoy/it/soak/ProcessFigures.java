package dev.pgconvoy.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// What a process holds, as Linux and its JVM say it.
record ProcessFigures(String name, long pid) {

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

    void addTo(Map<MeasuredFigure, Long> values) {
        try {
            var folder = Path.of("/proc", Long.toString(pid));
            var status = Files.readString(folder.resolve("status"));
            values.put(figure(BoundedQuantity.RESIDENT), number(RESIDENT, status) * 1024);
            values.put(figure(BoundedQuantity.THREADS), number(THREADS, status));
            addFiles(folder.resolve("fd"), values);
        } catch (IOException e) {
            throw new UncheckedIOException("process %d (%s) does not say what it holds".formatted(pid, name), e);
        }
    }

    private void addFiles(Path descriptors, Map<MeasuredFigure, Long> values) throws IOException {
        var files = 0L;
        var sockets = 0L;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (var descriptor : open) {
                if (isSocket(descriptor)) {
                    sockets++;
                } else {
                    files++;
                }
            }
        }
        values.put(figure(BoundedQuantity.FILES), files);
        values.put(figure(BoundedQuantity.SOCKETS), sockets);
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /// Collects all garbage first.
    ///
    /// @param histogram where the objects of each class are written to, for whoever looks for a leak
    void addHeapTo(Map<MeasuredFigure, Long> values, Path histogram) {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(histogram, said);
            values.put(figure(BoundedQuantity.HEAP), number(TOTAL, said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("nothing like %s in: %s".formatted(pattern, text));
        }
        return Long.parseLong(found.group(1));
    }

    private MeasuredFigure figure(BoundedQuantity quantity) {
        return new MeasuredFigure(name, quantity);
    }
}
