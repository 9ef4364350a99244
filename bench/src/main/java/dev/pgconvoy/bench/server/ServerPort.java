package dev.pgconvoy.bench.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Where a server is reached: itself, or a proxy before it.
public record ServerPort(int port) {

    public static final String HOST = "127.0.0.1";

    public String uri(String database) {
        return "postgres://%s@%s:%d/%s?sslmode=disable".formatted(LocalServer.SUPERUSER, HOST, port, database);
    }

    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public String toString() {
        return HOST + ":" + port;
    }
}
