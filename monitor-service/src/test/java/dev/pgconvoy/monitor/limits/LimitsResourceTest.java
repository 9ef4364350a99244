package dev.pgconvoy.monitor.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.kafka.RecordedLimit;
import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.monitor.api.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsResourceTest {

    private static final RateScope OLD = RateScope.ofSource("old.example.org");
    private static final long RATE = 20L << 20;

    private final List<Event> published = new ArrayList<>();
    private final List<String> actors = new ArrayList<>();
    private final KnownLimits limits = new KnownLimits();
    private final LimitsResource resource = new LimitsResource(
            limits,
            (event, actor, _) -> {
                published.add(event);
                actors.add(actor);
                return "event-" + published.size();
            },
            () -> Optional.of("ops"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_limit_is_published_with_who_asked_for_it() {
        var answer =
                resource.set(bytes("{\"limited\": \"source:Old.Example.Org\", \"bytesPerSecond\": 20971520}"), null);

        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(published).containsExactly(new RateLimitSet(OLD, Optional.of(RATE)));
        assertThat(actors).containsExactly("ops");
    }

    @Test
    void without_a_rate_it_is_taken_back() {
        resource.set(bytes("{\"limited\": \"fleet:weekend\"}"), null);

        assertThat(published).containsExactly(new RateLimitSet(RateScope.ofFleet("weekend"), Optional.empty()));
    }

    @Test
    void what_is_set_is_listed_with_who_has_set_it() {
        var sent = new EventCodec("/test", () -> Fixtures.NOON)
                .record(new RateLimitSet(OLD, Optional.of(RATE)), Optional.empty(), Optional.of("ops"));
        var record = new ConsumerRecord<>(sent.topic(), 0, 0L, sent.key(), sent.value());
        sent.headers().forEach(record.headers()::add);

        limits.take(record);

        assertThat(resource.list().getEntity())
                .isEqualTo(new LimitList(
                        List.of(new RecordedLimit(OLD, RATE, Fixtures.NOON, Optional.of("ops"))), List.of()));
    }

    @Test
    void what_cannot_be_read_is_named() {
        limits.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 0L, OLD.toString(), bytes("{")));

        assertThat(resource.list().getEntity()).isEqualTo(new LimitList(List.of(), List.of(OLD)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                            | $.limited
            {"limited": "old.example.org", "bytesPerSecond": 20971520}    | $.limited
            {"limited": "source:old", "bytesPerSecond": 7}                | $
            {"limited": "source:old", "bytesPerSecond": "x"}              | $.bytesPerSecond
            {"limited": "source:old", "bytesPerSecnd": 20971520}          | $.bytesPerSecnd
            null                                                          | $
            [                                                             | $
            """)
    void what_is_no_limit_is_refused_with_its_place(String body, String place) {
        var refused = catchThrowableOfType(WebApplicationException.class, () -> resource.set(bytes(body), null));

        assertThat((Problem) refused.getResponse().getEntity()).satisfies(problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.field()).isEqualTo(place);
        });
        assertThat(published).isEmpty();
    }
}
