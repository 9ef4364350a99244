package dev.pgconvoy.monitor;

import dev.pgconvoy.fixture.SharedSealKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A packaged monitor that speaks HTTPS with a certificate of its own and knows some servers.
final class SecureMonitor implements AutoCloseable {

    private static final String STORE_PASSWORD = "changeit";

    private final Path folder;
    private final int securePort = freePort();
    private final MonitorProcess process;

    SecureMonitor(String bootstrapServers, Path folder, List<String> servers, Map<String, String> more)
            throws IOException, InterruptedException {
        this.folder = folder;
        if (!Files.exists(keyStore())) {
            makeCertificate();
        }
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
        environment.put("QUARKUS_TLS_KEY_STORE_P12_PATH", keyStore().toString());
        environment.put("QUARKUS_TLS_KEY_STORE_P12_PASSWORD", STORE_PASSWORD);
        process = new MonitorProcess(bootstrapServers, freePort(), environment);
    }

    private Path keyStore() {
        return folder.resolve("monitor.p12");
    }

    Path certificate() {
        return folder.resolve("monitor.pem");
    }

    String endpoint() {
        return "https://127.0.0.1:" + securePort;
    }

    MonitorProcess process() {
        return process;
    }

    private void makeCertificate() throws IOException, InterruptedException {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=monitor", "-ext", "SAN=ip:127.0.0.1", "-validity", "2");
        keytool("-exportcert", "-rfc", "-file", certificate().toString());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        var common = Stream.of("-alias", "monitor", "-storetype", "PKCS12", "-storepass", STORE_PASSWORD);
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command = Stream.of(
                        Stream.of(tool),
                        Stream.of(arguments),
                        common,
                        Stream.of("-keystore", keyStore().toString()))
                .flatMap(part -> part)
                .toList();
        var made = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
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
