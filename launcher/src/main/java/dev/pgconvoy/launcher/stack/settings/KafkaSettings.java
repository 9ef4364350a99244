package dev.pgconvoy.launcher.stack.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/// A broker that is its own controller, or one of several that are it together.
///
/// @param name also of its folder
/// @param node its id in the cluster, from 1
/// @param port on 127.0.0.1; 0 for a free one
/// @param heapMegabytes of its JVM
/// @param startLimit how long it may take to be ready
/// @param quorum empty for a broker on its own
/// @param guarded whether clients need the password in the stack's folder
/// @param adapt changes the text of its `server.properties`
public record KafkaSettings(
        String name,
        int node,
        int port,
        int heapMegabytes,
        Duration startLimit,
        Optional<KafkaQuorum> quorum,
        boolean guarded,
        UnaryOperator<String> adapt)
        implements StackPart {

    public static final String NAME = "kafka";

    private static final int SLIM = 192;
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    public static KafkaSettings slim() {
        return new KafkaSettings(NAME, 1, 0, SLIM, START_LIMIT, Optional.empty(), false, UnaryOperator.identity());
    }

    /// Brokers `kafka-1`, `kafka-2`, … of one cluster, to be started together. Their ports are chosen here, so that one
    /// that was killed can be started again by the same settings.
    public static List<KafkaSettings> cluster(int nodes) {
        var quorum = new KafkaQuorum(
                Uuid.randomUuid().toString(),
                IntStream.rangeClosed(1, nodes)
                        .map(_ -> FreePorts.take(0, NAME))
                        .boxed()
                        .toList());
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(node -> new KafkaSettings(
                        NAME + "-" + node,
                        node,
                        FreePorts.take(0, NAME),
                        SLIM,
                        START_LIMIT,
                        Optional.of(quorum),
                        false,
                        UnaryOperator.identity()))
                .toList();
    }

    public KafkaSettings onPort(int newPort) {
        return new KafkaSettings(name, node, newPort, heapMegabytes, startLimit, quorum, guarded, adapt);
    }

    public KafkaSettings withHeap(int megabytes) {
        return new KafkaSettings(name, node, port, megabytes, startLimit, quorum, guarded, adapt);
    }

    /// Refuses the other users of the machine. Of a broker on its own.
    public KafkaSettings withPassword() {
        return new KafkaSettings(name, node, port, heapMegabytes, startLimit, quorum, true, adapt);
    }

    /// With what else the broker is to be configured.
    public KafkaSettings adapted(UnaryOperator<String> properties) {
        return new KafkaSettings(name, node, port, heapMegabytes, startLimit, quorum, guarded, properties);
    }

    /// For clients: `127.0.0.1:port`.
    public String address() {
        return "127.0.0.1:" + port;
    }
}
