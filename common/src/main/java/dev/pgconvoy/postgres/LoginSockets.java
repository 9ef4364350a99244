package dev.pgconvoy.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.PGProperty;

/// The sockets of one login, so that none outlives a login that failed or took too long.
final class LoginSockets implements AutoCloseable {

    private static final Map<String, Queue<Socket>> OPENED = new ConcurrentHashMap<>();

    private static final String BEFORE_ADDRESS = "@";

    private final String token;

    private LoginSockets(String token) {
        this.token = token;
    }

    /// Names our factory to the driver, unless the caller has one of their own, who must close what it makes.
    ///
    /// @param address where to connect to, whatever the name of the host stands for
    static LoginSockets in(Properties properties, Optional<InetAddress> address) {
        var token = UUID.randomUUID().toString();
        OPENED.put(token, new ConcurrentLinkedQueue<>());
        if (PGProperty.SOCKET_FACTORY.getOrDefault(properties) == null) {
            PGProperty.SOCKET_FACTORY.set(properties, Factory.class.getName());
            PGProperty.SOCKET_FACTORY_ARG.set(
                    properties,
                    address.map(known -> token + BEFORE_ADDRESS + known.getHostAddress())
                            .orElse(token));
        }
        return new LoginSockets(token);
    }

    /// The login has succeeded.
    void keepOpen() {
        OPENED.remove(token);
    }

    @Override
    public void close() {
        var opened = OPENED.remove(token);
        if (opened != null) {
            opened.forEach(LoginSockets::close);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more, open or not.
        }
    }

    /// Named to the driver by class.
    public static final class Factory extends WatchfulSockets {

        private final String token;
        private final Optional<InetAddress> address;

        /// @param argument the connection's `socketFactoryArg`
        public Factory(String argument) {
            var parts = argument.split(BEFORE_ADDRESS, 2);
            token = parts[0];
            address = parts.length == 1 ? Optional.empty() : Optional.of(InetAddress.ofLiteral(parts[1]));
        }

        @Override
        Socket newSocket() {
            return address.<Socket>map(AddressedSocket::new).orElseGet(super::newSocket);
        }

        /// The driver opens more for the same connection later, to cancel a query; those are its own.
        @Override
        public Socket createSocket() throws IOException {
            var socket = super.createSocket();
            var opened = OPENED.get(token);
            if (opened != null) {
                opened.add(socket);
            }
            return socket;
        }
    }

    /// Connects to this address, whatever the name of the host stands for.
    private static final class AddressedSocket extends Socket {

        private final InetAddress address;

        AddressedSocket(InetAddress address) {
            this.address = address;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            super.connect(new InetSocketAddress(address, ((InetSocketAddress) endpoint).getPort()), timeout);
        }
    }
}
