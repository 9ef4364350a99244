package dev.pgconvoy.bench.server;

import java.util.List;
import java.util.stream.Stream;

/// What differs from PostgreSQL's defaults, the same on both servers. Everything is as durable as by default.
public final class ServerSettings {

    public static final List<String> TUNED = List.of(
            "shared_buffers=512MB",
            "max_wal_size=8GB",
            "checkpoint_timeout=30min",
            "max_locks_per_transaction=512",
            "fsync=on");

    private ServerSettings() {}

    static List<String> arguments(int port) {
        return Stream.concat(
                        TUNED.stream(),
                        Stream.of(
                                "port=" + port,
                                "listen_addresses=" + ServerPort.HOST,
                                "unix_socket_directories=",
                                "logging_collector=off"))
                .flatMap(setting -> Stream.of("-c", setting))
                .toList();
    }
}
