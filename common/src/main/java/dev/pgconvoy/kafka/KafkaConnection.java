package dev.pgconvoy.kafka;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings that say where the brokers are and how to speak to them, taken from a larger configuration; the rest is
/// each client's own.
public final class KafkaConnection {

    private static final Set<String> NAMES = Set.of("bootstrap.servers", "client.dns.lookup", "request.timeout.ms");
    private static final Set<String> PREFIXES = Set.of("security.", "sasl.", "ssl.");

    private KafkaConnection() {}

    public static Map<String, Object> of(Map<String, ?> configuration) {
        return configuration.entrySet().stream()
                .filter(entry -> NAMES.contains(entry.getKey())
                        || PREFIXES.stream().anyMatch(prefix -> entry.getKey().startsWith(prefix)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
