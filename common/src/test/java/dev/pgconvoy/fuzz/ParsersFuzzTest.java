package dev.pgconvoy.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.migration.filter.NamePattern;
import dev.pgconvoy.migration.filter.TablePattern;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.tls.CertificateRef;
import dev.pgconvoy.tls.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every parser of what comes from outside. Other modules do the same with theirs.
class ParsersFuzzTest {

    private static final Duration EACH = Duration.ofMillis(600);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final List<String> JSON = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "\"\"",
            "[[[[",
            "{\"a\":",
            "1e999",
            "-0",
            "\\u0000",
            "\\ud800",
            "\"id\"",
            "\"password\"",
            "\"parameters\"",
            "\"properties\"",
            "\"value\"",
            "\"request\"",
            "\"filters\"",
            ",");

    private static final String PEM = """
            -----BEGIN CERTIFICATE-----
            MIIBcjCCARmgAwIBAgIUSvnDMSdyKdTcVskYnbf++iMTqfEwCgYIKoZIzj0EAwIw
            DzENMAsGA1UEAwwEZnV6ejAeFw0yNjEyMDEwMTI4MTdaFw0zNjExMjgwMTI4MTda
            MA8xDTALBgNVBAMMBGZ1enowWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARE/TBk
            m7IONuiXNOHvpy8OtjZmp54mgxB3h5yYeFaKEKt2axdA7p/GifcN2K5H0kABCZ+F
            jPAQ4XbPF8+8rVieo1MwUTAdBgNVHQ4EFgQUfAG+Dq1g90xsrwtGSaYX6+sAFlQw
            HwYDVR0jBBgwFoAUfAG+Dq1g90xsrwtGSaYX6+sAFlQwDwYDVR0TAQH/BAUwAwEB
            /zAKBggqhkjOPQQDAgNHADBEAiAlH+UsDGipCljU703p75HEs9OjNwhBg+aABZAg
            NZTAGQIgEZ1Ga7ydPoLAoZQmgTByadvuC0wSWnJ8JiBz2QyvbVM=
            -----END CERTIFICATE-----
            """;

    static Stream<Parser> parsers() {
        return Stream.of(
                new Parser(
                        "names' patterns",
                        text -> NamePattern.parse(text).matches("a".repeat(63)),
                        IllegalArgumentException.class,
                        List.of("orders*", "\"Two words\"", "*a*b?c", "\"say \"\"hi\"\"\""),
                        List.of("*", "*a", "?", "\"\"", "\"", "\"a\"")),
                new Parser(
                        "tables' patterns",
                        text -> TablePattern.parse(text).matches("a".repeat(63), "b".repeat(63)),
                        IllegalArgumentException.class,
                        List.of("sales.orders*", "*.*", "\"a.b\".c"),
                        List.of("*", "*a", ".", "\"\"", "\"")),
                new Parser(
                        "connection strings",
                        PostgresUri::parse,
                        IllegalArgumentException.class,
                        List.of(
                                "postgres://user:p%40ss@host:5433/db?sslmode=require",
                                "postgresql://[::1]:5432/postgres",
                                "postgres://?host=h&user=u&password=p&dbname=d&port=1",
                                "host=h port=1 user='a b' password=p\\ q",
                                "jdbc:postgresql://h:1/d?user=u&password=p",
                                "postgresql+psycopg2://u:p@h/d",
                                "Host=h;Port=1;Username=u;Password=p"),
                        List.of("postgres://", "@", ":", "%", "%zz", "?", "&", "sslmode=", "password=", "[", "]")),
                new Parser(
                        "migration ids",
                        MigrationId::parse,
                        IllegalArgumentException.class,
                        List.of("flex/shop", "a.b-c_d/e"),
                        List.of("/", "..")),
                new Parser(
                        "references to secrets",
                        SecretRef::parse,
                        IllegalArgumentException.class,
                        List.of(
                                "env:NAME",
                                "file:/run/secrets/x",
                                "keyvault:https://v.vault.azure.net/secrets/n/1",
                                "entra:11111111-2222-3333-4444-555555555555",
                                "sealed:" + "A".repeat(60)),
                        List.of("env:", "file:", "keyvault:https://", "entra:", "sealed:", "/secrets/", "-", "=")),
                new Parser(
                        "references to certificates",
                        CertificateRef::parse,
                        IllegalArgumentException.class,
                        List.of("file:/run/secrets/ca.pem", "system", PEM),
                        List.of("file:", "system", "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")),
                new Parser(
                        "certificates",
                        Certificates::read,
                        CertificateException.class,
                        List.of(PEM),
                        List.of("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----", "MII", "=", "\n")),
                new Parser(
                        "hosts",
                        text -> new ServerEndpoint(text, 5432, "u", Optional.empty(), SslMode.PREFER, "postgres"),
                        IllegalArgumentException.class,
                        List.of("host.example", "::1", "fe80::1", "10.0.0.1"),
                        List.of(".", ":", "-", "a.")),
                new Parser(
                        "requests",
                        text -> event(EventType.MIGRATION_REQUESTED, text),
                        MalformedEventException.class,
                        List.of(golden("migration.requested.json")),
                        JSON),
                new Parser(
                        "events",
                        ParsersFuzzTest::eventAfterItsTopic,
                        MalformedEventException.class,
                        Stream.of(
                                        EventType.MIGRATION_VALIDATED,
                                        EventType.CANCEL_REQUESTED,
                                        EventType.PAUSE_SET,
                                        EventType.COPY_PROGRESS,
                                        EventType.STATE_RECORDED)
                                .map(type -> type.topic() + "\n" + golden(type.topic() + ".json"))
                                .toList(),
                        JSON),
                new Parser(
                        "observations, tasks and results",
                        ParsersFuzzTest::eventAfterItsTopic,
                        MalformedEventException.class,
                        List.of(
                                "migration.observed\n" + golden("migration.observed.failed.json"),
                                "migration.observed\n" + golden("migration.observed.progressed.json"),
                                "copy.tasks\n" + golden("copy.tasks.copy-tables.json"),
                                "copy.results\n" + golden("copy.results.failed.json")),
                        JSON),
                new Parser(
                        "headers",
                        ParsersFuzzTest::headers,
                        MalformedEventException.class,
                        List.of(
                                "dev.pgconvoy.migration.requested.v1\nid\n/source\n2026-01-02T12:00:00Z\n00-trace",
                                "dev.pgconvoy.migration.requested.v1\n\n\n+999999999-12-31T23:59:59.999999999-18:00\n"),
                        List.of("\n", "T", "Z", "+18:00", "-", "dev.pgconvoy.", "9999")),
                new Parser(
                        "dead letters",
                        text -> DeadLetters.of(
                                new ConsumerRecord<>("migration.requested", 0, 0, "k", text.getBytes(UTF_8)), text),
                        IllegalArgumentException.class,
                        List.of("{\"password\": \"x\"}", "{\"parameters\": {\"aPassword\": {\"value\": \"env:A\"}}}"),
                        JSON));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void whatever_comes_is_read_or_refused_soon(Parser parser) {
        Fuzz.run(parser, 0.8 / parsers().count(), EACH);
    }

    private static void event(EventType type, String text) throws MalformedEventException {
        EventCodec.read(
                type.topic(),
                new RecordHeaders().add("ce_type", type.ceType().getBytes(UTF_8)),
                text.getBytes(UTF_8),
                NOON);
    }

    private static void eventAfterItsTopic(String text) throws MalformedEventException {
        var parts = text.split("\n", 2);
        event(
                EventType.ofTopic(parts[0]).orElse(EventType.MIGRATION_OBSERVED),
                parts.length == 2 ? parts[1] : parts[0]);
    }

    private static void headers(String text) throws MalformedEventException {
        var names = List.of("ce_type", "ce_id", "ce_source", "ce_time", "traceparent");
        var headers = new RecordHeaders();
        var values = text.split("\n", -1);
        for (var number = 0; number < values.length; number++) {
            headers.add(number < names.size() ? names.get(number) : "h" + number, values[number].getBytes(UTF_8));
        }
        EventCodec.readKeyed(
                "migration.requested",
                "flex/shop",
                headers,
                golden("migration.requested.json").getBytes(UTF_8),
                NOON);
    }

    private static String golden(String name) {
        try (var file = ParsersFuzzTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
