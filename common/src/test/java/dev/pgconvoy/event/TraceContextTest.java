package dev.pgconvoy.event;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceContextTest {

    private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final EventCodec codec = new EventCodec("/test", () -> NOON);

    @Test
    void a_request_begins_a_trace_that_everybody_finds_by_the_request() {
        var request = aRequest().build();

        var said = codec.envelope(new MigrationRequested(request), Optional.empty());

        assertThat(said.traceparent()).contains(TraceContext.of(request.id(), RequestHash.of(request)));
        assertThat(said.traceparent().orElseThrow()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void the_requesters_own_trace_goes_on() {
        var said = codec.envelope(new MigrationRequested(aRequest().build()), Optional.of(GIVEN));

        assertThat(said.traceparent()).contains(GIVEN);
    }

    @Test
    void a_valid_one_is_taken_apart_and_no_other() {
        assertThat(TraceContext.parse(GIVEN))
                .contains(new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01"));
        assertThat(TraceContext.parse(GIVEN + "-more")).isEmpty();
        assertThat(TraceContext.parse("00-00000000000000000000000000000000-00f067aa0ba902b7-01"))
                .isEmpty();
    }

    @Test
    void another_request_is_another_trace_and_nothing_else_begins_one() {
        var request = aRequest().build();

        assertThat(TraceContext.of(request.id(), "one")).isNotEqualTo(TraceContext.of(request.id(), "other"));
        assertThat(codec.envelope(new CancelRequested(request.id(), ""), Optional.empty())
                        .traceparent())
                .isEmpty();
    }
}
