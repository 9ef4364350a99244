package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.StackMember;
import java.io.IOException;

/// A process that is stopped by SIGSTOP, until it is closed.
public record ProcessSuspension(StackMember process) implements AutoCloseable {

    public static ProcessSuspension of(StackMember process) throws IOException {
        send(process, "STOP");
        return new ProcessSuspension(process);
    }

    private static void send(StackMember process, String signal) throws IOException {
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
