package dev.pgconvoy.event;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.migration.MigrationOptions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final String LEAST = """
            {"id": "flex/shop", "source": {"host": "old", "user": "mover"}, "target": {"host": "new", "user": "mover"}}
            """;

    private final EventCodec codec = new EventCodec("/pgconvoy/test", () -> NOON);

    @Test
    void an_event_of_ours_carries_the_attributes_of_cloudevents() {
        var record =
                codec.record(Facts.requested(), Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(record.topic()).isEqualTo("migration.requested");
        assertThat(record.key()).isEqualTo("flex-eu-1/move-the-shop");
        assertThat(header(record.headers(), "ce_specversion")).isEqualTo("1.0");
        assertThat(header(record.headers(), "ce_type")).isEqualTo("dev.pgconvoy.migration.requested.v1");
        assertThat(header(record.headers(), "ce_source")).isEqualTo("/pgconvoy/test");
        assertThat(header(record.headers(), "ce_subject")).isEqualTo("flex-eu-1/move-the-shop");
        assertThat(header(record.headers(), "ce_time")).isEqualTo("2026-11-24T12:00:00Z");
        assertThat(header(record.headers(), "ce_id")).isNotBlank();
        assertThat(header(record.headers(), "content-type")).isEqualTo("application/json");
        assertThat(header(record.headers(), "traceparent"))
                .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    }

    @Test
    void what_somebody_asked_for_says_who_it_was() throws Exception {
        var record = codec.record(Facts.cancelRequested(), Optional.empty(), Optional.of("Zoë <dba@example.org>"));

        assertThat(header(record.headers(), "ce_actor")).isEqualTo("Zoë <dba@example.org>");
        assertThat(EventCodec.read(record.topic(), record.headers(), record.value(), NOON)
                        .actor())
                .contains("Zoë <dba@example.org>");
        assertThat(header(
                        codec.record(Facts.cancelRequested(), Optional.empty(), Optional.of("é".repeat(300)))
                                .headers(),
                        "ce_actor"))
                .hasSize(255)
                .endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    void an_actor_without_a_name_or_with_an_endless_one_is_refused(int length) {
        assertHeaderRefused(with("ce_actor", "a".repeat(length)), "ce_actor must be 1 to 255 characters long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-trace-span-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\nx"
            })
    void a_request_with_a_trace_that_is_none_begins_one(String traceparent) throws Exception {
        var record = codec.record(Facts.requested(), Optional.empty());
        record.headers().add("traceparent", traceparent.getBytes(UTF_8));

        var request = EventCodec.read(record.topic(), record.headers(), record.value(), NOON);

        assertThat(request.traceparent())
                .isEqualTo(codec.envelope(Facts.requested(), Optional.empty()).traceparent())
                .isPresent();
    }

    @Test
    void two_events_have_two_ids() {
        assertThat(codec.envelope(Facts.requested(), Optional.empty()).eventId())
                .isNotEqualTo(
                        codec.envelope(Facts.requested(), Optional.empty()).eventId());
    }

    @Test
    void the_least_that_a_stranger_must_say_is_a_request_with_our_defaults() throws Exception {
        var envelope = read("migration.requested", typed("migration.requested"), LEAST);

        var request = ((MigrationRequested) envelope.data()).request();
        assertThat(request.databases()).isEmpty();
        assertThat(request.options()).isEqualTo(MigrationOptions.DEFAULTS);
        assertThat(request.source().port()).isEqualTo(5432);
        assertThat(request.source().password()).isEmpty();
        assertThat(envelope.time()).as("the record's own").isEqualTo(NOON);
        assertThat(envelope.source()).isEqualTo("unknown");
        assertThat(envelope.eventId()).isNotBlank();
    }

    @Test
    void null_is_as_good_as_nothing_where_something_may_be_left_out() throws Exception {
        var sparse = LEAST.replace("\"user\"", "\"port\": null, \"password\": null, \"sslMode\": null, \"user\"")
                .replaceFirst("}\\s*$", ", \"databases\": null, \"options\": null}");

        assertThat(read("migration.requested", typed("migration.requested"), sparse)
                        .data())
                .isEqualTo(read("migration.requested", typed("migration.requested"), LEAST)
                        .data());
    }

    @Test
    void a_cancel_needs_no_reason() throws Exception {
        var envelope =
                read("migration.cancel-requested", typed("migration.cancel-requested"), "{\"id\": \"flex/shop\"}");

        assertThat(envelope.data()).isEqualTo(new CancelRequested(((CancelRequested) envelope.data()).id(), ""));
    }

    @Test
    void what_newer_services_add_to_their_own_events_is_ignored() throws Exception {
        var newer = "{\"id\": \"flex/shop\", \"colour\": \"blue\"}";

        assertThat(read("migration.cancel-requested", typed("migration.cancel-requested"), newer)
                        .data())
                .isInstanceOf(CancelRequested.class);
    }

    @Test
    void a_request_may_have_properties_of_its_requester() throws Exception {
        var own = LEAST.replace("{\"id\"", "{\"x-ticket\": {\"databse\": 1}, \"id\"")
                .replace("{\"host\": \"old\"", "{\"x-team\": \"blue\", \"host\": \"old\"");

        assertThat(read("migration.requested", typed("migration.requested"), own)
                        .data())
                .isEqualTo(read("migration.requested", typed("migration.requested"), LEAST)
                        .data());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "databse": ["shop"]                          | $.databse: this property is not known; did you mean databases?
            "Databases": ["shop"]                        | $.Databases: this property is not known; did you mean databases?
            "options": {"overwriteDBsInTarget": true}    | $.options.overwriteDBsInTarget: this property is not known; did you mean overwriteDbsInTarget?
            "options": {"filters": {"excludeTable": []}} | $.options.filters.excludeTable: this property is not known; did you mean excludeTables?
            "options": {"copy": {"fialFast": true}}      | $.options.copy.fialFast: this property is not known; did you mean failFast?
            "azure": {"recourceGroup": "a"}              | $.azure.recourceGroup: this property is not known; did you mean resourceGroup?
            "colour": "blue"                             | $.colour: this property is not known; what is your own begins with x-
            "p@ss word": 1                               | $: a property has a name that is not known
            """)
    void a_property_that_is_not_known_is_refused_because_it_may_be_misspelt(String property, String reason) {
        assertRefused(LEAST.replaceFirst("}\\s*$", ", " + property + "}"), reason);
    }

    @Test
    void the_properties_of_servers_and_links_are_looked_at_too() {
        assertRefused(
                LEAST.replace(
                        "\"user\": \"mover\"}, \"t",
                        "\"user\": \"mover\", \"tls\": {\"rootCertificate\": \"system\"}}, \"t"),
                "$.source.tls.rootCertificate: this property is not known; did you mean rootCertificates?");
        assertRefused(
                LEAST.replace("\"new\"", "\"new\", \"sslmode\": \"require\""),
                "$.target.sslmode: this property is not known; did you mean sslMode?");
    }

    @Test
    void all_that_is_wrong_with_a_request_is_told_at_once() {
        assertRefused("""
                {"id": "shop", "databse": ["shop"],
                 "source": {"host": "o d", "user": "mover", "port": 0, "sslMode": "maybe", "password": "hunter2"},
                 "options": {"jobs": 65, "verify": "some", "filters": {"includeTables": [""], "excludeTables": ["a.b.c.d"]}}}
                """, """
                $.databse: this property is not known; did you mean databases?; \
                $.id: a migration id is <targetServer>/<migrationName>; \
                $.source: host must be a host name or an IP address; \
                $.source: port must be between 1 and 65535; \
                $.source.password: a password in clear text is refused; use env:NAME, file:/path, keyvault:ID, entra: or sealed:VALUE; \
                $.source.sslMode: sslMode must be disable, allow, prefer, require, verify-ca or verify-full; \
                $.options.verify: verify must be off, counts or full; \
                $.options: jobs must be between 1 and 64; \
                $.options.filters: includeTables: a pattern must be 1 to 200 characters long; \
                $.options.filters: excludeTables: a pattern is table or schema.table, in which * and ? are wildcards; other special characters stand in double quotes; \
                $.target: missing or not of the expected type""");
    }

    /// A token needs the mode, which comes after it in our order.
    @Test
    void a_value_that_needs_another_one_is_no_fault_beside_one() {
        assertRefused(
                LEAST.replace(
                        "\"old\"", "\"old\", \"password\": \"entra:\", \"sslMode\": \"verify-full\", \"port\": 0"),
                "$.source: port must be between 1 and 65535");
    }

    @Test
    void a_request_of_many_faults_is_refused_quickly_with_the_first_of_them() {
        var many = new StringBuilder(LEAST.strip().replaceFirst("}$", ""));
        for (var number = 0; number < 50_000; number++) {
            many.append(", \"p").append(number).append("\": 1");
        }

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read("migration.requested", typed("migration.requested"), many + "}"))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(3_000));
    }

    @Test
    void headers_are_bounded_before_anything_is_read() {
        var large = typed("migration.requested").add("padding", new byte[RecordLimits.LARGEST_ENVELOPE]);
        var many = typed("migration.requested");
        for (var number = 0; number < 200; number++) {
            many.add("h", new byte[0]);
        }

        for (var headers : List.of(large, many)) {
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> read("migration.requested", headers, LEAST))
                    .withMessageContaining("headers");
        }
    }

    @Test
    void a_request_is_bounded_more_tightly_than_a_report() {
        var padded = LEAST.replace("{\"id\"", "{\"colour\": \"%s\", \"id\"".formatted("x".repeat(2 * 1024 * 1024)));

        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read("migration.requested", typed("migration.requested"), padded))
                .withMessageContaining("larger than 2097152 bytes");
    }

    @Test
    void a_record_from_the_far_future_needs_a_time_of_its_own() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventCodec.read(
                        "migration.requested",
                        typed("migration.requested"),
                        LEAST.getBytes(UTF_8),
                        Instant.ofEpochMilli(Long.MAX_VALUE)))
                .withMessageContaining("ce_time");
    }

    @Test
    void a_time_may_have_an_offset() throws Exception {
        var headers = typed("migration.requested").add("ce_time", "2026-11-24T14:00:00+02:00".getBytes(UTF_8));

        assertThat(read("migration.requested", headers, LEAST).time()).isEqualTo(Instant.parse("2026-11-24T12:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id": "flex/shop", "source": {"host": "old", "user": "u"}}         | $.target: missing or not of the expected type
            {"id": "shop", "source": {}, "target": {}}                          | $.id: a migration id is <targetServer>/<migrationName>
            {"id": "flex/shop", "source": {"host": null, "user": "u"}}          | $.source.host: missing or not of the expected type
            {"id": "flex/shop", "source": {"host": "old", "user": "u", "port": 0}}      | $.source: port must be between 1 and 65535
            {"id": "flex/shop", "source": {"host": "old", "user": "u", "port": "5432"}} | $.source.port: missing or not of the expected type
            {"id": "flex/shop", "source": {"host": "old", "user": "u", "port": 54.5}}   | $.source.port: missing or not of the expected type
            {"id": "flex/shop", "source": {"host": "o d", "user": "u"}}         | $.source: host must be a host name or an IP address
            {"id": "flex/shop", "source": {"host": "old", "user": "u", "password": "hunter2"}} | $.source.password: a password in clear text is refused; use env:NAME, file:/path, keyvault:ID, entra: or sealed:VALUE
            {"id": "flex/shop", "options": {"verify": "maybe"}}                 | $.options.verify: verify must be off, counts or full
            {"id": "flex/shop", "options": {"verify": 1}}                       | $.options.verify: verify must be off, counts or full
            {"id": "flex/shop", "options": {"jobs": 65}}                        | $.options: jobs must be between 1 and 64
            {"id": "flex/shop", "options": {"copy": {"splitTablesLargerThan": 7}}}      | $.options.copy: splitTablesLargerThan must be 0 or between 1 MiB and 1 PiB
            {"id": "flex/shop", "options": {"copy": {"maxBytesPerSecond": 7}}} | $.options.copy: maxBytesPerSecond must be between 1 MiB and 1 TiB
            {"id": "flex/shop", "options": {"notifications": [{"url": "ftp://h/x"}]}} | $.options.notifications[0]: a receiver's url must be https://host[:port]/path
            {"id": "flex/shop", "options": {"notifications": [{"url": "https://u@h/x"}]}} | $.options.notifications[0]: a receiver's url must be https://host[:port]/path
            {"id": "flex/shop", "options": {"notifications": [{"url": "https://h/", "on": ["ended"]}]}} | $.options.notifications[0].on[0]: missing or not of the expected type
            {"id": "flex/shop", "options": {"notifications": [{"url": "https://h/"}, {"url": "https://h/"}]}} | $.options: notifications must not repeat a url
            {"id": "flex/shop", "options": {"copy": {"onInvalidData": "drop"}}} | $.options.copy.onInvalidData: onInvalidData must be fail or not-valid
            {"id": "flex/shop", "options": {"rights": {"noOwner": "yes"}}}      | $.options.rights.noOwner: missing or not of the expected type
            {"id": "flex/shop", "options": {"filters": {"includeSchemas": ["a.b"]}}}    | $.options.filters: includeSchemas: a pattern is a name in which * and ? are wildcards; other special characters stand in double quotes
            {"id": "flex/shop", "options": {"filters": {"excludeTables": [""]}}}        | $.options.filters: excludeTables: a pattern must be 1 to 200 characters long
            []                                                                  | $: missing or not of the expected type
            null                                                                | the data is JSON null
            {"id":                                                              | the value is not JSON
            so much for JSON                                                    | the value is not JSON
            ``                                                                  | $: missing or not of the expected type
            """)
    void a_bad_request_is_told_where_and_why(String value, String reason) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read("migration.requested", typed("migration.requested"), value))
                .withMessageContaining(reason);
    }

    @Test
    void bounds_are_checked() {
        assertRefused(LEAST + LEAST, "$: missing or not of the expected type");
        assertRefused(
                LEAST.replaceFirst("}\\s*$", ", \"databases\": [\"a\", null]}"),
                "$: missing or not of the expected type");
        assertRefused(LEAST.replace("\"old\"", "\"new\""), "$: source and target are the same server");
        assertRefused(
                LEAST.replaceFirst("}\\s*$", ", \"databases\": [\"a\", \"a\"]}"),
                "$: databases must not repeat a name");
        assertRefused(
                LEAST.replaceFirst("}\\s*$", ", \"databases\": [\"" + "x".repeat(64) + "\"]}"),
                "$: databases must be 1 to 63 bytes long and without control characters");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> aRequest()
                        .databases(java.util.stream.IntStream.range(0, 1_001)
                                .mapToObj(i -> "d" + i)
                                .toArray(String[]::new))
                        .build())
                .withMessage("at most 1000 databases per migration");
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(
                        "migration.cancel-requested",
                        typed("migration.cancel-requested"),
                        "{\"id\": \"flex/shop\", \"reason\": \"%s\"}".formatted("x".repeat(1_001))))
                .withMessage("$: reason is at most 1000 characters");
    }

    @Test
    void headers_that_contradict_are_refused() {
        assertHeaderRefused(
                new RecordHeaders(), "the header ce_type is missing; expected dev.pgconvoy.migration.requested.v1");
        assertHeaderRefused(
                typed("migration.state"), "ce_type on this topic must be dev.pgconvoy.migration.requested.v1");
        assertHeaderRefused(with("ce_subject", "flex/other"), "ce_subject is not the migration id in the data");
        assertHeaderRefused(with("ce_time", "yesterday"), "ce_time is not an RFC 3339 time");
        assertHeaderRefused(
                with("ce_time", "+999999999-01-01T00:00:00Z"), "ce_time must be between the years 2000 and 9999");
        assertHeaderRefused(with("ce_id", ""), "ce_id must be 1 to 255 characters long");
        assertHeaderRefused(with("ce_source", "x".repeat(256)), "ce_source must be 1 to 255 characters long");
    }

    @Test
    void nothing_and_too_much_are_refused() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventCodec.read("migration.requested", typed("migration.requested"), null, NOON));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> EventCodec.read(
                        "migration.requested",
                        typed("migration.requested"),
                        new byte[EventCodec.LARGEST_EVENT + 1],
                        NOON));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read("weather.changed", typed("weather.changed"), LEAST))
                .withMessage("no event has this topic");
    }

    @Test
    void a_missing_number_is_not_zero_and_a_missing_id_not_null() {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(
                        "migration.observed",
                        typed("migration.observed"),
                        "{\"id\": \"flex/shop\", \"observation\": {\"kind\": \"completion-began\"}}"))
                .withMessageStartingWith("$.observation");
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(
                        "migration.observed",
                        typed("migration.observed"),
                        "{\"observation\": {\"kind\": \"validation-began\"}}"));
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(
                        "migration.observed",
                        typed("migration.observed"),
                        "{\"id\": \"flex/shop\", \"observation\": {\"kind\": \"danced\"}}"));
    }

    private static void assertRefused(String value, String reason) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read("migration.requested", typed("migration.requested"), value))
                .withMessage(reason);
    }

    private static void assertHeaderRefused(Headers headers, String reason) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read("migration.requested", headers, LEAST))
                .withMessage(reason);
    }

    private static Headers with(String name, String value) {
        return typed("migration.requested").add(name, value.getBytes(UTF_8));
    }

    static Headers typed(String topic) {
        return new RecordHeaders().add("ce_type", ("dev.pgconvoy." + topic + ".v1").getBytes(UTF_8));
    }

    private static Envelope<Event> read(String topic, Headers headers, String value) throws MalformedEventException {
        return EventCodec.read(topic, headers, value.getBytes(UTF_8), NOON);
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), UTF_8);
    }
}
