package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.Member;
import java.io.IOException;

/// A process that is stopped by SIGSTOP, until it is closed.
public record Suspension(Member process) implements AutoCloseable {

    public static Suspension of(Member process) throws IOException {
        send(process, "STOP");
        return new Suspension(process);
    }

    private static void send(Member process, String signal) throws IOException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
    }

    /// It goes on where it stood.
    @Override
    public void close() throws IOException {
        send(process, "CONT");
    }
}
