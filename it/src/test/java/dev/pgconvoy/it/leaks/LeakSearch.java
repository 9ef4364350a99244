package dev.pgconvoy.it.leaks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Finds secrets, as they are or in Base64, and says where.
///
/// @param secrets distinctive texts
public record LeakSearch(List<String> secrets) {

    private static final Duration POLL = Duration.ofMillis(200);

    public LeakSearch {
        secrets = List.copyOf(secrets);
    }

    /// @return the place once for each secret in it
    List<String> in(String place, byte[] content) {
        var text = new String(content, StandardCharsets.ISO_8859_1);
        return secrets.stream()
                .filter(secret -> text.contains(bytes(secret)) || text.contains(base64(secret)))
                .map(secret -> "%s holds %s".formatted(place, secret))
                .toList();
    }

    private static String bytes(String secret) {
        return new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String base64(String secret) {
        return Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    }

    /// @param isMeantToHold whether a file or folder holds secrets by its purpose
    public List<String> inFiles(Path root, Predicate<Path> isMeantToHold) throws IOException {
        var leaks = new ArrayList<String>();
        try (var children = Files.list(root)) {
            for (var child : children.filter(isMeantToHold.negate()).toList()) {
                if (Files.isDirectory(child)) {
                    leaks.addAll(inFiles(child, isMeantToHold));
                } else if (Files.isRegularFile(child)) {
                    leaks.addAll(inFile(child));
                }
            }
        } catch (NoSuchFileException _) {
            // What runs may remove it meanwhile.
        }
        return leaks;
    }

    private List<String> inFile(Path file) throws IOException {
        try {
            return in(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /// Keys, headers and values of all records of all topics, also of the broker's own.
    public List<String> inTopics(String bootstrapServers) {
        try (var consumer = new KafkaConsumer<byte[], byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class))) {
            var partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var missing = new HashMap<>(consumer.endOffsets(partitions));
            var leaks = new ArrayList<String>();
            while (!missing.isEmpty()) {
                for (var read : consumer.poll(POLL)) {
                    var place = "%s-%d@%d".formatted(read.topic(), read.partition(), read.offset());
                    leaks.addAll(in("the key of " + place, orNothing(read.key())));
                    leaks.addAll(in("the value of " + place, orNothing(read.value())));
                    for (var header : read.headers()) {
                        leaks.addAll(in("the header " + header.key() + " of " + place, orNothing(header.value())));
                    }
                }
                missing.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            }
            return leaks;
        }
    }

    private static byte[] orNothing(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? new byte[0] : bytes;
    }

    /// What is answered there now, whatever its status.
    public List<String> inAnswers(Stream<URI> addresses) {
        try (var client = HttpClient.newHttpClient()) {
            var leaks = new ArrayList<String>();
            for (var address : addresses.toList()) {
                var answer =
                        client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
                leaks.addAll(in("the answer of " + address, answer.body()));
            }
            return leaks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
