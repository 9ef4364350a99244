package dev.pgconvoy.launcher.command.limit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.rate.RateScope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LimitCommandTest {

    private static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");
    private static final long MIB = 1L << 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final RecordedLimits recorded = new RecordedLimits();
    private final List<RateLimitSet> published = new ArrayList<>();
    private long offset;

    private final LimitTopic topic = new LimitTopic() {
        @Override
        public RecordedLimits read() {
            return recorded;
        }

        @Override
        public void publish(RateLimitSet limit) {
            published.add(limit);
        }
    };

    private int run(String... arguments) {
        var session = new CommandSession(
                _ -> null,
                InstantSource.fixed(NOON),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false);
        return CommandLine.populateCommand(new LimitCommand(session, _ -> topic), arguments)
                .call();
    }

    private void isSet(RateScope scope, long bytesPerSecond, String... actor) {
        var sent = new EventCodec("/test", () -> NOON)
                .record(
                        new RateLimitSet(scope, Optional.of(bytesPerSecond)),
                        Optional.empty(),
                        List.of(actor).stream().findFirst());
        recorded.take(new ConsumerRecord<>(
                sent.topic(),
                0,
                offset++,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty()));
    }

    private void isUnread(RateScope scope) {
        recorded.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, offset++, scope.toString(), new byte[] {'{'}));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            old.example.org             | source:old.example.org | from old.example.org     | pgconvoy limit old.example.org --bytes-per-second none
            OLD.example.org             | source:old.example.org | from old.example.org     | pgconvoy limit old.example.org --bytes-per-second none
            --target=new.example.org    | target:new.example.org | to new.example.org       | pgconvoy limit --target new.example.org --bytes-per-second none
            --fleet=Shop_1              | fleet:Shop_1           | for the fleet Shop_1     | pgconvoy limit --fleet Shop_1 --bytes-per-second none
            """)
    void a_limit_is_set_and_the_answer_says_how_to_take_it_back(
            String argument, String scope, String words, String takesBack) {
        assertThat(run(argument, "--bytes-per-second", "20MB")).isZero();

        assertThat(published).containsExactly(new RateLimitSet(RateScope.parse(scope), Optional.of(20 * MIB)));
        assertThat(err.toString(UTF_8))
                .startsWith("pgconvoy: From now on all workers together copy at most")
                .contains(words)
                .contains(takesBack);
        assertThat(out.size()).isZero();
    }

    @Test
    void what_takes_a_limit_back_is_a_command_that_takes_it_back() {
        run("old.example.org", "--bytes-per-second", "none");

        assertThat(published)
                .containsExactly(new RateLimitSet(RateScope.ofSource("old.example.org"), Optional.empty()));
        assertThat(err.toString(UTF_8)).contains("No limit is set any more for what is copied from old.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20kB", "2TB", "-1", "", "fast", "NONE"})
    void a_limit_out_of_bounds_sets_nothing(String rate) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> run("a", "--bytes-per-second=" + rate))
                .withMessageContaining("must be between 1MB and 1TB");
        assertThat(published).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --bytes-per-second=20MB                        | Name what is limited
            a --target=b --bytes-per-second=20MB           | Name one of SERVER, --target and --fleet
            --target=a --fleet=b --bytes-per-second=20MB   | Name one of SERVER, --target and --fleet
            a:5432 --bytes-per-second=20MB                 | "a:5432" is no host
            --fleet=a.b --bytes-per-second=20MB            | "a.b" is the name of no fleet
            """)
    void without_one_name_nothing_is_set(String arguments, String reason) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> run(arguments.split(" ")))
                .withMessageContaining(reason);
        assertThat(published).isEmpty();
    }

    @Test
    void limits_are_listed_with_when_and_by_whom() {
        isSet(RateScope.ofFleet("shop"), 20 * MIB, "ada\u001b[31m");
        isSet(RateScope.ofSource("old.example.org"), 5 * MIB);

        assertThat(run()).isZero();

        assertThat(out.toString(UTF_8).lines())
                .satisfiesExactly(
                        fleet -> assertThat(fleet)
                                .startsWith("fleet:shop  ")
                                .contains("set 2025-03-01T12:00:00Z by ada")
                                .doesNotContain("\u001b"),
                        source -> assertThat(source)
                                .startsWith("source:old.example.org  ")
                                .endsWith("set 2025-03-01T12:00:00Z"));
        assertThat(published).isEmpty();
    }

    @Test
    void of_what_is_named_only_its_limit_is_listed() {
        isSet(RateScope.ofFleet("shop"), 20 * MIB);
        isSet(RateScope.ofSource("shop"), 5 * MIB);

        run("--fleet", "shop");

        assertThat(out.toString(UTF_8).lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("fleet:shop"));
    }

    @Test
    void a_limit_whose_last_record_cannot_be_read_is_named_with_what_to_do() {
        isSet(RateScope.ofFleet("shop"), 20 * MIB);
        isUnread(RateScope.ofFleet("shop"));

        run();
        run("old.example.org");

        assertThat(out.toString(UTF_8)).startsWith("fleet:shop");
        assertThat(err.toString(UTF_8).lines())
                .satisfiesExactly(
                        warning -> assertThat(warning)
                                .startsWith("pgconvoy: warning: the last record of fleet:shop on copy.limits")
                                .contains("pgconvoy limit --fleet shop --bytes-per-second"),
                        none -> assertThat(none).contains("No limit is set for source:old.example.org"));
    }

    @Test
    void nothing_set_is_said() {
        run();
        run("old.example.org");

        assertThat(err.toString(UTF_8).lines())
                .containsExactly("pgconvoy: No limit is set.", "pgconvoy: No limit is set for source:old.example.org.");
        assertThat(out.size()).isZero();
    }
}
