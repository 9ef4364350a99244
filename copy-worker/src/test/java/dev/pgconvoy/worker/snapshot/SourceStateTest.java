package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SourceStateTest {

    private final FakeSourceSession session = new FakeSourceSession();

    @Test
    void it_tells_the_server_its_start_since_when_it_counts_and_what_is_seen() throws Exception {
        assertThat(SourceState.read(session)).isEqualTo(FakeSnapshot.STATE);
    }

    @Test
    void what_the_user_may_not_ask_is_left_out() throws Exception {
        session.denied.addAll(List.of("pg_control_system", "pg_control_checkpoint"));

        assertThat(SourceState.read(session)).isEqualTo("started 1 counts since 1 snapshot 700:720:701");
    }

    @Test
    void where_equal_texts_prove_nothing_each_snapshot_has_its_own() throws Exception {
        session.standby = true;
        assertThat(SourceState.read(session)).endsWith("700:720:701 taken 12:00");

        session.standby = false;
        session.denied.add("counts");
        assertThat(SourceState.read(session))
                .isEqualTo("system 7 timeline 1 started 1 snapshot 700:720:701 taken 12:00");
    }

    @Test
    void who_imports_it_shares_it_with_its_moment() throws Exception {
        session.standby = true;
        var offered = SourceState.read(session).replace("12:00", "11:00");

        assertThat(SourceState.readImported(session, offered)).isEqualTo(offered);
    }

    @Test
    void one_that_was_offered_under_another_state_tells_its_own() throws Exception {
        assertThat(SourceState.readImported(session, FakeSnapshot.STATE)).isEqualTo(FakeSnapshot.STATE);
        assertThat(SourceState.readImported(session, "another state")).isEqualTo(FakeSnapshot.STATE);
    }

    @Test
    void a_short_list_of_transactions_stays_as_it_is() {
        assertThat(SourceState.brief("700:720:701,705")).isEqualTo("700:720:701,705");
    }

    @Test
    void a_long_list_becomes_short_and_stays_another_one_than_others() {
        var one = SourceState.brief("700:9000:" + open(701, 5_000));
        var another = SourceState.brief("700:9000:" + open(702, 5_000));

        assertThat(one).startsWith("700:9000:").hasSizeLessThan(100).isNotEqualTo(another);
    }

    private static String open(long from, long to) {
        return LongStream.range(from, to).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}
