package dev.pgconvoy.monitor;

import dev.pgconvoy.fixture.SelfSigned;
import dev.pgconvoy.fixture.SharedSealKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A packaged monitor that speaks HTTPS with a certificate of its own and knows some servers.
final class SecureMonitor implements AutoCloseable {

    private final SelfSigned certificate;
    private final int securePort = freePort();
    private final MonitorProcess process;

    SecureMonitor(String bootstrapServers, Path folder, List<String> servers, Map<String, String> more)
            throws IOException {
        this.certificate = SelfSigned.in(folder);
        var inventory = folder.resolve("inventory.properties");
        Files.writeString(
                inventory,
                servers.stream()
                        .map("pgconvoy.arm.servers.%s.host=target.example%n"::formatted)
                        .collect(Collectors.joining()));
        var environment = new HashMap<>(more);
        environment.put("PGCONVOY_SEAL_KEY_FILE", SharedSealKey.file().toString());
        environment.put("QUARKUS_CONFIG_LOCATIONS", inventory.toUri().toString());
        environment.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(securePort));
        environment.put("QUARKUS_TLS_KEY_STORE_P12_PATH", certificate.store().toString());
        environment.put("QUARKUS_TLS_KEY_STORE_P12_PASSWORD", SelfSigned.PASSWORD);
        process = new MonitorProcess(bootstrapServers, freePort(), environment);
    }

    Path certificate() {
        return certificate.pem();
    }

    String endpoint() {
        return "https://127.0.0.1:" + securePort;
    }

    MonitorProcess process() {
        return process;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
