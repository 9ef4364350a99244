package dev.pgconvoy.it.faults;

import java.io.IOException;

/// `kill`.
final class ProcessSignals {

    private ProcessSignals() {}

    static void send(long pid, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
