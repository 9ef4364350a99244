package dev.pgconvoy.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The commit of the tree that is tested; empty where git does not know it.
public final class TestedCommit {

    private TestedCommit() {}

    public static String find() throws InterruptedException {
        try {
            var git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = git.getInputStream()) {
                var commit = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
                return git.waitFor() == 0 ? commit : "";
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
