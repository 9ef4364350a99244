package dev.pgconvoy.launcher.stack.settings;

import java.nio.file.Path;

/// The broker's `server.properties`: for one node every replication factor is 1; small, so few threads and buffers.
public final class BrokerProperties {

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

    /// What several nodes have instead: one may be lost. A broker that says nothing for six seconds counts as gone.
    private static final String REPLICATED = """
            default.replication.factor=3
            min.insync.replicas=2
            offsets.topic.replication.factor=3
            transaction.state.log.replication.factor=3
            transaction.state.log.min.isr=2
            share.coordinator.state.topic.replication.factor=3
            share.coordinator.state.topic.min.isr=2
            broker.heartbeat.interval.ms=1000
            broker.session.timeout.ms=6000
            replica.lag.time.max.ms=6000
            """;

    /// On its own it writes nothing while nobody does: nobody follows its log.
    private static final String ALONE = """
            metadata.max.idle.interval.ms=0
            """;

    private BrokerProperties() {}

    /// Of one of three nodes or more.
    public static String text(Path data, int port, int node, KafkaQuorum quorum) {
        return FIXED
                + REPLICATED
                + listeners(data, port, quorum.controllerPort(node))
                + "node.id=%d%ncontroller.quorum.voters=%s%n".formatted(node, quorum.voters());
    }

    public static String text(Path data, int port, int controllerPort) {
        return FIXED
                + ALONE
                + listeners(data, port, controllerPort)
                + "controller.quorum.bootstrap.servers=127.0.0.1:%d%n".formatted(controllerPort);
    }

    /// The same for clients and controllers that have the password.
    public static String text(Path data, int port, int controllerPort, BrokerLogin login) {
        return text(data, port, controllerPort).replace("PLAINTEXT://", "CLIENTS://") + login.brokerProperties();
    }

    private static String listeners(Path data, int port, int controllerPort) {
        var listeners = "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort);
        return "listeners=%1$s%nadvertised.listeners=%1$s%nlog.dirs=%2$s%n".formatted(listeners, escaped(data));
    }

    /// A backslash begins an escape in a properties file.
    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
