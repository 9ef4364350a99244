package dev.pgconvoy.worker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is written to a server, and what it says meanwhile.
class SessionSinkTest {

    private static final int AT_ONCE = 1_000_000;
    private static final byte[] ROW = WireBytes.message('d', "a row".getBytes(UTF_8));

    @Test
    void rows_and_the_ends_of_copies_are_written_as_they_are() throws Exception {
        var server = new WireBytes(AT_ONCE);
        var sink = sink(server);

        sink.begin();
        sink.write(row());
        sink.endCopy();

        var expected = WireBytes.message('Q', "COPY a;\nCOPY b\0".getBytes(UTF_8));
        assertThat(server.heard()).startsWith(expected).endsWith(WireBytes.message('c', new byte[0]));
        assertThat(server.heard()).hasSize(expected.length + ROW.length + 5).containsSequence(ROW);
    }

    @Test
    void the_end_tells_the_rows_of_each_copy_and_nothing_of_other_statements() throws Exception {
        var server = new WireBytes(AT_ONCE)
                .says('C', "TRUNCATE TABLE\0")
                .says('G', new byte[3])
                .says('N', "SNOTICE\0C01000\0Ma notice\0\0")
                .says('C', "COPY 7\0")
                .says('G', new byte[3])
                .says('C', "COPY 0\0")
                .isReady();

        assertThat(sink(server).awaitEnd()).containsExactly(7L, 0L);
    }

    @Test
    void a_refusal_is_noticed_while_rows_are_written_and_names_the_copy() throws Exception {
        var server = new WireBytes(AT_ONCE).says('C', "COPY 7\0").refuses("23514", "a check failed");

        refusesSecond(() -> sink(server).write(row()));
    }

    @Test
    void a_refusal_is_not_looked_for_in_the_middle_of_a_row() throws Exception {
        var server = new WireBytes(AT_ONCE).refuses("23514", "a check failed");
        var half = new RowBlock();
        half.set(ROW, 0, ROW.length - 1, 1, false);

        sink(server).write(half);

        assertThat(server.heard()).hasSize(ROW.length - 1);
    }

    @Test
    void a_refusal_is_noticed_at_the_end() throws Exception {
        var server = new WireBytes(AT_ONCE)
                .says('C', "COPY 7\0")
                .refuses("23514", "a check failed")
                .isReady();

        refusesSecond(() -> sink(server).awaitEnd());
    }

    @Test
    void the_reason_that_a_server_left_is_told_and_not_the_broken_connection() throws Exception {
        var server = new WireBytes(AT_ONCE)
                .breaksAfter(0)
                .says('N', "SNOTICE\0C01000\0Ma notice\0\0")
                .says('C', "COPY 7\0")
                .refuses("57P01", "terminated");

        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> sink(server).write(row()))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("57P01"))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1));
    }

    @Test
    void a_connection_that_broke_for_no_reason_is_lost() throws Exception {
        var server = new WireBytes(AT_ONCE).breaksAfter(0);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> sink(server).endCopy())
                .withMessageContaining("Broken pipe")
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    @Test
    void a_connection_that_is_closed_before_the_end_is_lost() throws Exception {
        var server = new WireBytes(AT_ONCE).says('C', "COPY 7\0");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> sink(server).awaitEnd())
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    @Test
    void an_aborted_sink_is_closed() throws IOException {
        var server = new WireBytes(AT_ONCE);

        sink(server).abort();

        assertThat(server.isClosed()).isTrue();
    }

    private interface Step {
        void run() throws SQLException, IOException;
    }

    private static void refusesSecond(Step step) {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(step::run)
                .satisfies(e -> assertThat(e.index()).isEqualTo(1))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("23514"));
    }

    private static RowBlock row() {
        var block = new RowBlock();
        block.set(ROW, 0, ROW.length, 1, true);
        return block;
    }

    private static SessionSink sink(WireBytes server) throws IOException {
        return new SessionSink(server.protocol(), List.of("COPY a", "COPY b"));
    }
}
