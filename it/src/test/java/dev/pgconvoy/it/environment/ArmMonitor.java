package dev.pgconvoy.it.environment;

import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.launcher.stack.ServiceProcess;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// A second monitor of the installation that moves the data, which speaks Azure's language over https.
public final class ArmMonitor implements AutoCloseable {

    static final String NAME = "monitor-arm";

    private final ServiceProcess monitor;
    private final SelfSigned certificate;
    private final int port;

    private ArmMonitor(ServiceProcess monitor, SelfSigned certificate, int port) {
        this.monitor = monitor;
        this.certificate = certificate;
        this.port = port;
    }

    /// @param servers that may be asked for, by their names
    static ArmMonitor start(TestEnvironment environment, List<RunningServer> servers) {
        var certificate = SelfSigned.in(environment.folder().resolve("arm"));
        var port = freePort();
        var monitor = environment.start(settings(environment, servers, certificate, port));
        return new ArmMonitor(monitor, certificate, port);
    }

    private static ServiceSettings settings(
            TestEnvironment environment, List<RunningServer> servers, SelfSigned certificate, int port) {
        var flags = new ArrayList<>(ServiceSettings.QUICK_JVM);
        servers.forEach(server -> {
            var prefix = "-Dpgconvoy.arm.servers." + server.name() + ".";
            flags.add(prefix + "host=" + server.host());
            flags.add(prefix + "port=" + server.port());
            flags.add(prefix + "sslmode=prefer");
        });
        return environment
                .settings(TestEnvironment.MONITOR)
                .named(NAME)
                .with("pgconvoy.seal-key-file", environment.sealKeyFile().toString())
                .with("quarkus.http.ssl-port", Integer.toString(port))
                .with("quarkus.tls.key-store.p12.path", certificate.store().toString())
                .with("quarkus.tls.key-store.p12.password", SelfSigned.PASSWORD)
                .with("quarkus.http.insecure-requests", "enabled")
                .withJvm(flags.toArray(String[]::new));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String address() {
        return "https://127.0.0.1:" + port;
    }

    SelfSigned certificate() {
        return certificate;
    }

    @Override
    public void close() {
        monitor.stop();
    }
}
