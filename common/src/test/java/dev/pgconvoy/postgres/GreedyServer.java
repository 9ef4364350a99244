package dev.pgconvoy.postgres;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers like a PostgreSQL server without TLS and asks whoever logs in for the password in clear text.
final class GreedyServer implements AutoCloseable {

    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final byte[] ASK_IN_CLEAR_TEXT = {'R', 0, 0, 0, 8, 0, 0, 0, 3};

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> passwords = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();

    GreedyServer() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// What was sent by those who answered.
    List<String> passwords() {
        return passwords;
    }

    /// Of all who came so far as to say who they are.
    List<String> logins() {
        return logins;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var client = socket.accept()) {
                ask(client);
            } catch (IOException _) {
                // The client left, or the test is over.
            }
        }
    }

    private void ask(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        var startup = "";
        for (var code = SSL_REQUEST; code == SSL_REQUEST || code == GSS_REQUEST; ) {
            var rest = new byte[in.readInt() - 2 * Integer.BYTES];
            code = in.readInt();
            in.readFully(rest);
            startup = new String(rest, StandardCharsets.UTF_8);
            if (code == SSL_REQUEST || code == GSS_REQUEST) {
                client.getOutputStream().write('N');
            }
        }
        logins.add(startup);
        client.getOutputStream().write(ASK_IN_CLEAR_TEXT);
        if (in.read() == 'p') {
            var password = new byte[in.readInt() - Integer.BYTES];
            in.readFully(password);
            passwords.add(new String(password, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
