package dev.pgconvoy.it.environment;

import dev.pgconvoy.launcher.stack.ServiceProcess;
import java.io.IOException;

/// A service that is stopped by SIGSTOP, until it is closed.
public record Suspension(ServiceProcess service) implements AutoCloseable {

    public static Suspension of(ServiceProcess service) throws IOException {
        send(service, "STOP");
        return new Suspension(service);
    }

    private static void send(ServiceProcess service, String signal) throws IOException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(service.pid()))
                .start()
                .onExit()
                .join();
    }

    /// It goes on where it stood.
    @Override
    public void close() throws IOException {
        send(service, "CONT");
    }
}
