package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;

/// The broker of a running installation, and how to speak to it.
///
/// @param settings `bootstrap.servers` and security, as Kafka names them
public record BrokerAccess(Map<String, Object> settings) {

    private static final int PATIENCE_MILLIS = 6_000;
    private static final int PATIENCE_WITH_LISTENERS_MILLIS = 45_000;
    private static final int CONNECT_MILLIS = 2_000;

    public BrokerAccess {
        settings = Map.copyOf(settings);
    }

    public static BrokerAccess at(String bootstrapServers) {
        return new BrokerAccess(Map.of("bootstrap.servers", bootstrapServers));
    }

    /// A machine with much to do may need longer for the answer: where something listens, the wait is longer.
    ///
    /// @throws CommandException when no broker answers within six seconds, or 45 where something listens
    public void requireReachable() {
        try {
            var admin = Admin.create(bounded());
            try {
                awaitAnswer(admin);
            } finally {
                admin.close(Duration.ZERO); // it would wait for the answer
            }
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private void awaitAnswer(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        var clusterId = admin.describeCluster().clusterId();
        try {
            clusterId.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (!isListening()) {
                throw e;
            }
            clusterId.get(PATIENCE_WITH_LISTENERS_MILLIS - PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isListening() {
        var servers = String.valueOf(settings.get("bootstrap.servers")).split(",");
        return Arrays.stream(servers).map(String::strip).anyMatch(BrokerAccess::accepts);
    }

    private static boolean accepts(String server) {
        var colon = server.lastIndexOf(':');
        try (var socket = new Socket()) {
            var host = server.substring(0, colon).replaceAll("[\\[\\]]", "");
            var port = Integer.parseInt(server.substring(colon + 1));
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            return false;
        }
    }

    private Map<String, Object> bounded() {
        var bounded = new HashMap<>(settings);
        bounded.put("request.timeout.ms", PATIENCE_MILLIS);
        bounded.put("default.api.timeout.ms", PATIENCE_WITH_LISTENERS_MILLIS);
        return bounded;
    }

    private CommandException unreachable(Throwable cause) {
        var isSilence =
                cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException;
        return new CommandException(
                ExitCode.UNUSABLE,
                "No Kafka broker can be used at %s%s. Start one with `pgconvoy up`, or name another with --bootstrap-servers."
                        .formatted(settings.get("bootstrap.servers"), isSilence ? "" : " (" + reason(cause) + ")"),
                cause);
    }

    private static String reason(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    public EventProducer producer(EventCodec codec) {
        return EventProducer.connect(settings, codec);
    }

    /// @throws CommandException when a topic is not there
    TopicReader read(TopicReader.Topics topics) {
        var consumer = new KafkaConsumer<String, byte[]>(TopicReader.settings(settings));
        try {
            RequiredTopics.check(consumer, topics);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        return new TopicReader(consumer, topics);
    }
}
