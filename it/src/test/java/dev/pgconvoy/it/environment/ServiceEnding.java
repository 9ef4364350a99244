package dev.pgconvoy.it.environment;

import static org.awaitility.Awaitility.await;

import dev.pgconvoy.launcher.stack.ServiceProcess;
import java.io.IOException;
import java.time.Duration;

/// A signal by which a service ends: asked to, or not.
public enum ServiceEnding {
    INT,
    TERM,
    KILL;

    private static final Duration GRACE = Duration.ofSeconds(40);

    /// Returns when the process is gone.
    public void strike(ServiceProcess service) throws IOException, InterruptedException {
        if (this == KILL) {
            service.kill();
            return;
        }
        new ProcessBuilder("kill", "-" + name(), Long.toString(service.pid()))
                .start()
                .waitFor();
        await(this + " ends " + service).atMost(GRACE).until(() -> !service.isAlive());
    }
}
