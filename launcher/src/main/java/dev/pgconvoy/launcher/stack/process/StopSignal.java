package dev.pgconvoy.launcher.stack.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// The signals by which our processes stop in order: TERM for a JVM, INT (a fast shutdown) for PostgreSQL.
public enum StopSignal {
    TERM,
    INT;

    private static final int LONGEST_SECONDS = 5;

    public void send(ProcessHandle process) {
        if (this == TERM) {
            process.destroy();
            return;
        }
        try {
            var kill = new ProcessBuilder("kill", "-" + name(), Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                process.destroy();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
