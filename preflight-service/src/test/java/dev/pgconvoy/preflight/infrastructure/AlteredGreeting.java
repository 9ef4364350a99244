package dev.pgconvoy.preflight.infrastructure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// A line to a real server that greets with the number of another version. There are no
/// binaries of the versions that are refused for the machines of today.
final class AlteredGreeting implements AutoCloseable {

    private static final String PARAMETER = "server_version\0";

    private final ServerSocket entrance;
    private final int server;
    private final String version;
    private final String told;

    private AlteredGreeting(ServerSocket entrance, int server, String version, String told) {
        this.entrance = entrance;
        this.server = server;
        this.version = version;
        this.told = told;
    }

    /// @param version that the server has
    /// @param told in its place, of the same length: messages say how long they are
    static AlteredGreeting before(OpenServer server, String version, String told) throws IOException {
        if (version.length() != told.length()) {
            throw new IllegalArgumentException("%s is not as long as %s".formatted(told, version));
        }
        var line = new AlteredGreeting(
                new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), server.port(), version, told);
        Thread.ofVirtual().start(line::accept);
        return line;
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                var client = entrance.accept();
                var behind = new Socket(InetAddress.getLoopbackAddress(), server);
                Thread.ofVirtual().start(() -> pass(client, behind));
                Thread.ofVirtual().start(() -> pass(behind, client));
            } catch (IOException _) {
                return; // by close()
            }
        }
    }

    /// The server sends its greeting in one piece.
    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            var block = new byte[16 * 1024];
            for (var read = from.getInputStream().read(block);
                    read >= 0;
                    read = from.getInputStream().read(block)) {
                var text = new String(block, 0, read, ISO_8859_1);
                to.getOutputStream()
                        .write(text.replace(PARAMETER + version, PARAMETER + told)
                                .getBytes(ISO_8859_1));
            }
        } catch (IOException _) {
            // The other direction ended.
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
