package dev.pgconvoy.event;

import dev.pgconvoy.secret.SealKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// HMAC-SHA256 over a record: its topic, its key, what its headers say of the event, its value. Whoever can write to a
/// topic but has not got the seal key can neither make such a record nor change one, nor put it on another topic.
///
/// The header holds one MAC for each key of the set, so that services with the old set and with the new one understand
/// each other while a key is rotated. It proves who wrote a record, not that it is new: the same record may come again.
public final class RecordMac {

    public static final String HEADER = "pgconvoy-mac";

    private static final String PURPOSE = "pgconvoy record mac v1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SEPARATOR = " ";
    private static final int LONGEST_HEADER = 8_192;
    private static final List<String> COVERED = List.of("ce_type", "ce_id", "ce_source", "ce_time");

    private record Derived(Object version, List<SecretKey> keys) {}

    private final SealKey sealKey;
    private volatile Derived derived;

    private RecordMac(SealKey sealKey) {
        this.sealKey = sealKey;
        this.derived = derive(sealKey);
    }

    /// With keys that are derived from the seal key's, so that one file is all that services must share.
    public static RecordMac of(SealKey sealKey) {
        return new RecordMac(sealKey);
    }

    private static Derived derive(SealKey sealKey) {
        var version = sealKey.version();
        return new Derived(version, sealKey.derivedKeys(PURPOSE, ALGORITHM));
    }

    /// Also of a key that was added since the start.
    private List<SecretKey> keys() {
        var known = derived;
        if (known.version() != sealKey.version()) {
            known = derive(sealKey);
            derived = known;
        }
        return known.keys();
    }

    /// Adds the header, in place of one that is there.
    public ProducerRecord<String, byte[]> signed(ProducerRecord<String, byte[]> record) {
        var macs = keys().stream()
                .map(key -> mac(key, record.topic(), record.key(), record.headers(), record.value()))
                .map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(SEPARATOR));
        record.headers().remove(HEADER).add(HEADER, macs.getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    /// Whether somebody with one of our keys wrote exactly this.
    public boolean isAuthentic(String topic, @Nullable String key, Headers headers, byte @Nullable [] value) {
        var given = given(headers);
        return !given.isEmpty()
                && keys().stream()
                        .map(secret -> mac(secret, topic, key, headers, value))
                        .anyMatch(expected ->
                                given.stream().anyMatch(candidate -> MessageDigest.isEqual(candidate, expected)));
    }

    private static List<byte[]> given(Headers headers) {
        var header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null || header.value().length > LONGEST_HEADER) {
            return List.of();
        }
        try {
            return List.of(new String(header.value(), StandardCharsets.US_ASCII).split(SEPARATOR)).stream()
                    .map(Base64.getDecoder()::decode)
                    .toList();
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private static byte[] mac(
            SecretKey secret, String topic, @Nullable String key, Headers headers, byte @Nullable [] value) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            add(mac, bytes(topic));
            add(mac, key == null ? null : bytes(key));
            COVERED.forEach(name -> add(mac, valueOf(headers.lastHeader(name))));
            add(mac, value);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every JDK", e);
        }
    }

    /// Each part with its length, so that none can take over bytes of the next.
    private static void add(Mac mac, byte @Nullable [] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(part == null ? -1 : part.length)
                .flip());
        if (part != null) {
            mac.update(part);
        }
    }

    private static byte @Nullable [] valueOf(@Nullable Header header) {
        return header == null ? null : header.value();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
