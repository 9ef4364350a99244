package dev.pgconvoy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {

    @Test
    void a_record_is_kept_as_it_is_with_the_reason_and_its_place() {
        var letter = letter("so much for JSON");

        assertThat(letter.topic()).isEqualTo("migration.requested.dlq");
        assertThat(letter.partition()).isNull();
        assertThat(letter.key()).isEqualTo("flex/shop");
        assertThat(letter.value()).isEqualTo("so much for JSON".getBytes(UTF_8));
        assertThat(header(letter, "ce_type")).hasValue("of the sender");
        assertThat(header(letter, DeadLetters.REASON)).hasValue("the value is not JSON");
        assertThat(header(letter, DeadLetters.TOPIC)).hasValue("migration.requested");
        assertThat(header(letter, DeadLetters.PARTITION)).hasValue("3");
        assertThat(header(letter, DeadLetters.OFFSET)).hasValue("42");
        assertThat(header(letter, DeadLetters.CHANGED)).isEmpty();
    }

    @Test
    void references_are_no_passwords() {
        var request = "{\"source\": {\"password\": \"env:NAME\"}, \"target\": {\"password\":null}}";

        assertThat(letter(request).value()).isEqualTo(request.getBytes(UTF_8));
        assertThat(header(letter(request), DeadLetters.CHANGED)).isEmpty();
    }

    @Test
    void references_in_a_templates_parameters_are_no_passwords() {
        var request = "{\"parameters\": {\"sourceServerLoginPassword\": {\"value\": \"env:NAME\"}}}";

        assertThat(letter(request).value()).isEqualTo(request.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\": {\"password\": \"hunter2\"}}",
                "{\"source\": {\"password\": {\"value\": \"hunter2\"}}}",
                "{\"source\": {\"password\": [\"hunter2\"]}}",
                "{\"source\": {\"tls\": {\"clientKey\": \"hunter2\"}}}",
                "{\"source\": {\"sslKey\": \"-----BEGIN PRIVATE KEY-----hunter2-----END PRIVATE KEY-----\"}}",
                "{\"adminPassword\": \"hunter2\"}",
                "{\"parameters\": {\"sourceServerLoginPassword\": {\"value\": \"hunter2\"}}}",
                "{\"parameters\": {\"SOURCESERVERLOGINPASSWORD\": {\"value\": {\"value\": \"hunter2\"}}}}",
                "{\"parameters\": {\"sourceServerLoginPassword\": {\"value\": \"env:S\", \"was\": \"hunter2\"}}}",
                "{\"properties\": {\"SecretParameters\": {\"AdminCredentials\": {\"SourceServerPassword\": \"hunter2\"}}}}",
                "[{\"PASSWORD\": \"sealed:hunter2\"}]",
                "{\"password\": \"hunter2\"",
            })
    void a_password_in_clear_text_is_not_copied(String value) {
        var letter = letter(value);

        assertThat(letter.value() == null ? "" : new String(letter.value(), UTF_8))
                .doesNotContain("hunter2");
        assertThat(header(letter, DeadLetters.CHANGED)).hasValue("a password in clear text is removed");
    }

    @Test
    void what_is_larger_than_any_event_is_left_out() {
        var letter = DeadLetters.of(record(new byte[EventCodec.LARGEST_EVENT + 1]), "too large");

        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetters.CHANGED)).hasValue("the value is left out: it has 8388609 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"copy.tasks", "migration.submitted", "migration.state", "arm.deployments"})
    void of_a_record_on_a_topic_of_ours_only_the_place_is_kept(String topic) {
        var headers = new RecordHeaders().add("secret", "hunter2".getBytes(UTF_8));
        var letter = DeadLetters.of(
                new ConsumerRecord<>(
                        topic,
                        3,
                        42,
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        "flex/shop",
                        "hunter2".getBytes(UTF_8),
                        headers,
                        Optional.empty()),
                "it is not ours");

        assertThat(letter.topic()).isEqualTo(topic + ".dlq");
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().lastHeader("secret")).isNull();
        assertThat(header(letter, DeadLetters.REASON)).hasValue("it is not ours");
        assertThat(header(letter, DeadLetters.OFFSET)).hasValue("42");
    }

    @Test
    void of_a_record_with_headers_of_any_size_only_its_place_and_its_sizes_are_kept() {
        var unread = record(new byte[1_000]);
        unread.headers().add("padding", new byte[20_000_000]);

        var letter = DeadLetters.of(unread, "too large");

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers().toArray()).hasSize(5);
        assertThat(header(letter, DeadLetters.TOPIC)).hasValue("migration.requested");
        assertThat(header(letter, DeadLetters.OFFSET)).hasValue("42");
        assertThat(header(letter, DeadLetters.CHANGED))
                .hasValue("key, headers and value are left out: they have 9, 20000027 and 1000 bytes");
    }

    @Test
    void many_small_headers_are_as_bad_as_a_large_one() {
        var unread = record(new byte[1]);
        for (var number = 0; number < 1_000; number++) {
            unread.headers().add("h" + number, new byte[0]);
        }

        assertThat(DeadLetters.of(unread, "too many").headers().toArray()).hasSize(5);
    }

    @Test
    void nothing_stays_nothing_and_a_reason_is_bounded() {
        var letter = DeadLetters.of(record(null), "x".repeat(10_000));

        assertThat(letter.value()).isNull();
        assertThat(header(letter, DeadLetters.CHANGED)).isEmpty();
        assertThat(header(letter, DeadLetters.REASON).orElseThrow()).hasSize(4_000);
    }

    private static ProducerRecord<String, byte[]> letter(String value) {
        return DeadLetters.of(record(value.getBytes(UTF_8)), "the value is not JSON");
    }

    private static ConsumerRecord<String, byte[]> record(byte[] value) {
        return new ConsumerRecord<>(
                "migration.requested",
                3,
                42,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                "flex/shop",
                value,
                new RecordHeaders().add("ce_type", "of the sender".getBytes(UTF_8)),
                Optional.empty());
    }

    private static Optional<String> header(ProducerRecord<?, ?> letter, String name) {
        return Optional.ofNullable(letter.headers().lastHeader(name)).map(header -> new String(header.value(), UTF_8));
    }
}
