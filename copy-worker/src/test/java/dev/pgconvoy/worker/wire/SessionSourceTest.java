package dev.pgconvoy.worker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.worker.wire.CopySource.Read;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server says while it is read from, wherever its messages are cut in transit.
class SessionSourceTest {

    private static final int AT_ONCE = 1_000_000;

    private final RowBlock block = new RowBlock();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 11, 13, 1_000, 300_000})
    void rows_are_handed_out_whole_and_in_order_and_all_else_is_left_out(int piece) throws Exception {
        var huge = new byte[700_000];
        var server = new WireBytes(piece)
                .says('H', new byte[3])
                .says('d', "one\n")
                .says('d', "")
                .says('N', "SNOTICE\0C01000\0Ma notice\0\0")
                .says('d', huge)
                .says('d', "two\n")
                .says('c', "")
                .says('C', "COPY 4\0")
                .says('C', "SET\0")
                .says('H', new byte[3])
                .says('c', "")
                .says('C', "COPY 0\0")
                .isReady();
        var source = new SessionSource(server.protocol(), List.of("COPY a", "COPY b"), "");
        source.begin();

        var first = readCopy(source);

        var expected = new ByteArrayOutputStream();
        for (var row : List.of("one\n".getBytes(UTF_8), new byte[0], huge, "two\n".getBytes(UTF_8))) {
            expected.writeBytes(WireBytes.message('d', row));
        }
        assertThat(first.bytes()).isEqualTo(expected.toByteArray());
        assertThat(first.begun()).isEqualTo(4);
        assertThat(first.payload()).isEqualTo(700_008);
        assertThat(source.rows()).isEqualTo(4);
        assertThat(block.endsMessage()).isTrue();
        assertThat(readCopy(source).bytes()).isEmpty();
        assertThat(source.rows()).isZero();
        assertThat(source.read(block)).isEqualTo(Read.END);
    }

    private record ReadCopy(byte[] bytes, int begun, int payload) {}

    private ReadCopy readCopy(SessionSource source) throws SQLException {
        var bytes = new ByteArrayOutputStream();
        var begun = 0;
        var payload = 0;
        var read = source.read(block);
        for (; read == Read.ROWS; read = source.read(block)) {
            bytes.write(block.buffer(), block.offset(), block.length());
            begun += block.rows();
            payload += block.payload();
        }
        assertThat(read).isEqualTo(Read.END_OF_COPY);
        return new ReadCopy(bytes.toByteArray(), begun, payload);
    }

    @Test
    void many_rows_that_came_together_are_one_block() throws Exception {
        var server = new WireBytes(AT_ONCE);
        for (var row = 0; row < 100; row++) {
            server.says('d', "row " + row);
        }
        var source = new SessionSource(server.protocol(), List.of("COPY a"), "");

        assertThat(source.read(block)).isEqualTo(Read.ROWS);

        assertThat(block.rows()).isEqualTo(100);
        assertThat(block.endsMessage()).isTrue();
    }

    @Test
    void all_copies_are_asked_for_at_once_between_two_questions_of_the_guard() throws Exception {
        var server = new WireBytes(AT_ONCE);

        new SessionSource(server.protocol(), List.of("COPY a", "COPY b"), "SELECT guard").begin();

        assertThat(server.heard())
                .isEqualTo(WireBytes.message('Q', "SELECT guard;\nCOPY a;\nCOPY b;\nSELECT guard\0".getBytes(UTF_8)));
    }

    @Test
    void a_guard_that_finds_nothing_is_not_heard_and_one_that_finds_something_ends_the_copy() throws Exception {
        var server = new WireBytes(AT_ONCE)
                .says('T', new byte[30])
                .says('C', "SELECT 0\0")
                .says('c', "")
                .says('C', "COPY 0\0")
                .says('T', new byte[30])
                .says('D', "\0\1\0\0\0\0012");
        var source = new SessionSource(server.protocol(), List.of("COPY a"), "SELECT guard");
        assertThat(source.read(block)).isEqualTo(Read.END_OF_COPY);

        assertThatExceptionOfType(GuardException.class)
                .isThrownBy(() -> source.read(block))
                .satisfies(e -> assertThat(e.found()).isEqualTo("2"));
    }

    @Test
    void a_copy_that_is_refused_is_named() throws Exception {
        var server = new WireBytes(AT_ONCE).says('c', "").says('C', "COPY 0\0").refuses("22012", "division by zero");
        var source = new SessionSource(server.protocol(), List.of("COPY a", "COPY b"), "");
        assertThat(source.read(block)).isEqualTo(Read.END_OF_COPY);

        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> source.read(block))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("22012"));
    }

    @Test
    void a_connection_that_ends_in_the_middle_of_a_row_is_lost() throws Exception {
        var cut = new byte[] {'d', 0, 0, 0, 100, 1, 2, 3};
        var source = new SessionSource(new WireBytes(AT_ONCE).saysBytes(cut).protocol(), List.of("COPY a"), "");
        assertThat(source.read(block)).isEqualTo(Read.ROWS);
        assertThat(block.endsMessage()).isFalse();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> source.read(block))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08006"));
    }

    @Test
    void whoever_says_more_than_the_end_speaks_out_of_turn() throws Exception {
        var server = new WireBytes(AT_ONCE).isReady().says('d', "more");
        var source = new SessionSource(server.protocol(), List.of("COPY a"), "");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> source.read(block))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08P01"));
    }

    @Test
    void an_aborted_source_is_closed() throws IOException {
        var server = new WireBytes(AT_ONCE);

        new SessionSource(server.protocol(), List.of("COPY a"), "").abort();

        assertThat(server.isClosed()).isTrue();
    }
}
