package dev.pgconvoy.launcher.stack;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The broker's `server.properties`: one node, so every replication factor is 1; small, so few threads and buffers.
final class BrokerProperties {

    private static final String FIXED = """
            process.roles=broker,controller
            node.id=1
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            default.replication.factor=1
            min.insync.replicas=1
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=4
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=4
            transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            share.coordinator.state.topic.num.partitions=4
            group.initial.rebalance.delay.ms=0
            group.share.min.heartbeat.interval.ms=500
            group.share.heartbeat.interval.ms=500
            group.share.assignment.interval.ms=0
            auto.create.topics.enable=false
            num.network.threads=2
            num.io.threads=4
            num.replica.fetchers=1
            background.threads=2
            group.coordinator.threads=1
            share.coordinator.threads=1
            log.cleaner.dedupe.buffer.size=4194304
            log.index.size.max.bytes=1048576
            """;

    private BrokerProperties() {}

    static String text(Path data, int port, int controllerPort) {
        var listeners = "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort);
        return FIXED
                + Stream.of(
                                "listeners=" + listeners,
                                "advertised.listeners=" + listeners,
                                "controller.quorum.bootstrap.servers=127.0.0.1:" + controllerPort,
                                "log.dirs=" + escaped(data))
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    /// A backslash begins an escape in a properties file.
    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
