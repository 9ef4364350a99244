package dev.pgconvoy.event;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.secret.SealKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final EventCodec STRANGER = new EventCodec("/stranger", () -> NOON);

    @TempDir
    Path folder;

    private final EventCodec service = new EventCodec("/pgconvoy/test", () -> NOON, SharedSealKey.mac());
    private final EventReader reader = SharedSealKey.reader();

    static Stream<String> events() {
        return EventSamples.events().keySet().stream();
    }

    @Test
    void a_key_that_is_added_while_a_service_runs_is_used_there_too() {
        var file = folder.resolve("added.json");
        SealKey.create(file);
        var running = RecordMac.of(SealKey.read(file));
        var before = macs(running);

        SealKey.rotate(file);

        assertThat(before).hasSize(1);
        assertThat(macs(running)).hasSize(2).containsAll(before);
    }

    private static List<String> macs(RecordMac mac) {
        var header = mac.signed(new ProducerRecord<>("copy.tasks", "orders/a", "{}".getBytes(UTF_8)))
                .headers()
                .lastHeader(RecordMac.HEADER);
        return List.of(new String(header.value(), UTF_8).split(" "));
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatever_a_service_says_is_read_by_the_others(String name) throws Exception {
        var event = EventSamples.events().get(name);
        var said = service.record(event, Optional.empty());

        assertThat(reader.read(heard(said)).data()).isEqualTo(event);
        assertThat(reader.forged()).isZero();
    }

    private static final Set<String> ANYBODYS = Set.of(
            "migration.requested",
            "migration.cancel-requested",
            "migration.pauses",
            "fleet.plans",
            "fleet.actions",
            "copy.limits");

    @ParameterizedTest
    @MethodSource("events")
    void what_a_stranger_says_counts_only_where_anybody_may_speak(String name) throws Exception {
        var event = EventSamples.events().get(name);
        var said = STRANGER.record(event, Optional.empty());

        if (ANYBODYS.contains(said.topic())) {
            assertThat(reader.read(heard(said)).data()).isEqualTo(event);
        } else {
            assertForged(said);
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void a_record_that_was_changed_is_refused(Change change) {
        var task = service.record(aTask(), Optional.empty());

        assertForged(change.of(task));
    }

    enum Change {
        KEY {
            @Override
            ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said) {
                return with(said, said.topic(), "flex-eu-1/move-another", said.value());
            }
        },
        NO_KEY {
            @Override
            ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said) {
                return with(said, said.topic(), null, said.value());
            }
        },
        VALUE {
            @Override
            ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said) {
                var value = new String(said.value(), UTF_8).replace("\"epoch\":1", "\"epoch\":2");
                return with(said, said.topic(), said.key(), value.getBytes(UTF_8));
            }
        },
        NO_VALUE {
            @Override
            ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said) {
                return with(said, said.topic(), said.key(), null);
            }
        },
        TOPIC {
            @Override
            ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said) {
                return with(said, "copy.results", said.key(), said.value());
            }
        },
        TIME {
            @Override
            ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said) {
                said.headers().remove("ce_time").add("ce_time", "2027-01-01T00:00:00Z".getBytes(UTF_8));
                return said;
            }
        };

        abstract ProducerRecord<String, byte[]> of(ProducerRecord<String, byte[]> said);

        private static ProducerRecord<String, byte[]> with(
                ProducerRecord<String, byte[]> said, String topic, String key, byte[] value) {
            return new ProducerRecord<>(topic, null, key, value, said.headers());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "AAAA", "no base64 !", "AAAA AAAA AAAA"})
    void a_header_that_is_no_mac_is_none(String header) {
        var task = STRANGER.record(aTask(), Optional.empty());
        task.headers().add(RecordMac.HEADER, header.getBytes(UTF_8));

        assertForged(task);
    }

    @Test
    void a_header_of_any_size_costs_nothing() {
        var task = STRANGER.record(aTask(), Optional.empty());
        task.headers().add(RecordMac.HEADER, "AAAA ".repeat(1_000_000).getBytes(UTF_8));

        assertForged(task);
    }

    @Test
    void a_service_with_another_key_is_a_stranger() {
        var other = new EventCodec(
                "/pgconvoy/test", () -> NOON, RecordMac.of(SealKey.create(folder.resolve("other.json"))));

        assertForged(other.record(aTask(), Optional.empty()));
        assertThat(reader.forged()).isEqualTo(1);
    }

    @Test
    void services_with_the_old_set_of_keys_and_with_the_new_one_believe_each_other() throws Exception {
        var old = keyset(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                .withFixedId(1)
                .makePrimary());
        var rotated = KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(old.getAt(0).getKey()).withFixedId(1))
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withFixedId(2)
                        .makePrimary())
                .build();
        var before = mac(old, "old.json");
        var after = mac(rotated, "rotated.json");

        for (var pair : List.of(List.of(before, after), List.of(after, before))) {
            var said = new EventCodec("/pgconvoy/test", () -> NOON, pair.getFirst()).record(aTask(), Optional.empty());
            assertThat(new EventReader(pair.getLast()).read(heard(said)).data()).isEqualTo(aTask());
        }
    }

    private static KeysetHandle keyset(KeysetHandle.Builder.Entry entry) throws Exception {
        AeadConfig.register();
        return KeysetHandle.newBuilder().addEntry(entry).build();
    }

    private RecordMac mac(KeysetHandle keyset, String name) throws Exception {
        var file = folder.resolve(name);
        Files.writeString(file, TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
        return RecordMac.of(SealKey.read(file));
    }

    private void assertForged(ProducerRecord<String, byte[]> said) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> reader.read(heard(said)))
                .withMessageContaining("the record is not ours")
                .withMessageContaining(RecordMac.HEADER);
    }

    private static CopyTask aTask() {
        return CopyWork.aTask(CopyWork.runStatements());
    }

    private static ConsumerRecord<String, byte[]> heard(ProducerRecord<String, byte[]> said) {
        return new ConsumerRecord<>(
                said.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                said.key(),
                said.value(),
                said.headers(),
                Optional.empty());
    }
}
