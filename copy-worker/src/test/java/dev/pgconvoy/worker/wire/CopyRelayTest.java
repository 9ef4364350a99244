package dev.pgconvoy.worker.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.worker.wire.CopyRelay.Copied;
import dev.pgconvoy.worker.wire.CopyRelay.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The pipe between a source and a sink that are in memory.
@Timeout(30)
class CopyRelayTest {

    private static final Progress UNHEARD = (_, _) -> {};
    private static final SQLException BROKEN = new SQLException("broken", "08006");

    /// What happened at both ends, in its order.
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private final MemorySource source = new MemorySource(log);
    private final MemorySink sink = new MemorySink(log);

    @Test
    void rows_pass_in_their_order_and_the_sink_begins_first() throws SQLException {
        source.rows("one", 1).rows("two", 1).endOfCopy(2).rows("three", 1).endOfCopy(1);
        sink.takes(2, 1);

        var copied = CopyRelay.relay(source, sink, UNHEARD);

        assertThat(copied).extracting(Copied::rows).containsExactly(2L, 1L);
        assertThat(log)
                .containsExactly(
                        "sink begins",
                        "source begins",
                        "read one",
                        "write one",
                        "read two",
                        "write two",
                        "read END_OF_COPY",
                        "end copy",
                        "read three",
                        "write three",
                        "read END_OF_COPY",
                        "end copy",
                        "read END",
                        "await end");
    }

    @Test
    void the_sink_writes_from_the_memory_of_the_source_in_one_block_object() throws SQLException {
        source.rows("one", 1).rows("two", 1).endOfCopy(2);
        sink.takes(2);

        CopyRelay.relay(source, sink, UNHEARD);

        assertThat(sink.blocks.get(0)).isSameAs(sink.blocks.get(1));
        assertThat(sink.buffers.get(0)).isSameAs(source.memory).isSameAs(sink.buffers.get(1));
    }

    @Test
    void bytes_are_counted_without_headers_for_each_copy() throws SQLException {
        source.rows("12345678901234567890", 2)
                .part("1234567890", 1)
                .rows("123", 0)
                .endOfCopy(3)
                .endOfCopy(0);
        sink.takes(3, 0);
        var heard = new ArrayList<String>();

        var copied = CopyRelay.relay(source, sink, (rows, bytes) -> heard.add(rows + " rows, " + bytes + " bytes"));

        assertThat(heard).containsExactly("2 rows, 10 bytes", "1 rows, 5 bytes", "0 rows, 3 bytes");
        assertThat(copied).extracting(Copied::bytes).containsExactly(18L, 0L);
    }

    @Test
    void nothing_is_copied_where_there_are_no_copies() throws SQLException {
        assertThat(CopyRelay.relay(source, sink, UNHEARD)).isEmpty();
        assertThat(log).containsExactly("sink begins", "source begins", "read END", "await end");
    }

    @Test
    void nothing_more_is_read_before_whoever_holds_the_copy_up_lets_it_go() throws SQLException {
        source.rows("one", 1).rows("two", 1).endOfCopy(2);
        sink.takes(2);

        CopyRelay.relay(source, sink, (_, _) -> log.add("held up"));

        assertThat(log)
                .containsSubsequence(
                        "read one", "write one", "held up", "read two", "write two", "held up", "read END_OF_COPY");
    }

    @Test
    void a_sink_that_does_not_begin_leaves_the_source_alone() {
        sink.failsAt("sink begins");

        bothEndWith(BROKEN);

        assertThat(log).containsExactly("sink begins", "source aborted", "sink aborted");
    }

    @Test
    void a_source_that_does_not_begin_ends_the_sink() {
        source.failsAt("source begins");

        bothEndWith(BROKEN);

        assertThat(log).containsExactly("sink begins", "source begins", "source aborted", "sink aborted");
    }

    @Test
    void a_source_that_fails_ends_the_sink_before_it_takes_anything_for_complete() {
        source.rows("one", 1).failsAt("read END");

        bothEndWith(BROKEN);

        assertThat(log).doesNotContain("end copy", "await end");
    }

    @Test
    void a_sink_that_fails_ends_the_source_before_it_is_read_again() {
        source.rows("one", 1).rows("two", 1).endOfCopy(2);
        sink.failsAt("write one");

        bothEndWith(BROKEN);

        assertThat(log).doesNotContain("read two");
    }

    @Test
    void a_sink_that_refuses_the_end_of_a_copy_ends_the_source() {
        source.rows("one", 1).endOfCopy(1);
        sink.failsAt("end copy");

        bothEndWith(BROKEN);

        assertThat(log).doesNotContain("await end", "read END");
    }

    @Test
    void what_the_sink_refuses_at_the_very_end_ends_the_source() {
        source.rows("one", 1).endOfCopy(1);
        sink.failsAt("await end");

        bothEndWith(BROKEN);
    }

    @Test
    void a_fault_of_whoever_hears_of_the_progress_ends_both() {
        source.rows("one", 1).endOfCopy(1);

        assertThatIllegalStateException()
                .isThrownBy(() -> CopyRelay.relay(source, sink, (_, _) -> {
                    throw new IllegalStateException("a fault");
                }))
                .withMessage("a fault");

        assertThat(log).endsWith("write one", "source aborted", "sink aborted");
    }

    @Test
    void a_copy_that_ends_in_the_middle_of_a_row_is_not_ended_at_the_sink() {
        source.part("half a row", 1).endOfCopy(1);

        endsInMiddleOfRow();
    }

    @Test
    void a_source_that_ends_in_the_middle_of_a_row_is_not_ended_at_the_sink() {
        source.part("half a row", 1);

        endsInMiddleOfRow();
    }

    private void endsInMiddleOfRow() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> CopyRelay.relay(source, sink, UNHEARD))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("08P01"));
        assertThat(log).doesNotContain("end copy", "await end").endsWith("source aborted", "sink aborted");
    }

    @Test
    void a_sink_that_took_fewer_rows_ends_both_and_the_copy_is_named() {
        source.rows("one", 1).endOfCopy(1).rows("two", 1).endOfCopy(1);
        sink.takes(1, 0);

        assertThatExceptionOfType(RowsLostException.class)
                .isThrownBy(() -> CopyRelay.relay(source, sink, UNHEARD))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1));
        assertThat(log).endsWith("source aborted", "sink aborted");
    }

    @Test
    void a_sink_that_says_nothing_of_a_copy_has_taken_none_of_its_rows() {
        source.endOfCopy(0).rows("one", 1).endOfCopy(1);
        sink.takes(0);

        assertThatExceptionOfType(RowsLostException.class)
                .isThrownBy(() -> CopyRelay.relay(source, sink, UNHEARD))
                .satisfies(e -> assertThat(e.index()).isEqualTo(1));
    }

    @Test
    void a_copy_whose_source_is_silent_is_ended_from_another_thread() throws InterruptedException {
        source.rows("one", 1).silence();

        endsFromAnotherThread(source.silent);
    }

    @Test
    void a_copy_whose_sink_takes_no_more_is_ended_from_another_thread() throws InterruptedException {
        source.rows("one", 1).endOfCopy(1);
        sink.isFull = true;

        endsFromAnotherThread(sink.full);
    }

    private void endsFromAnotherThread(CountDownLatch waits) throws InterruptedException {
        var failure = new AtomicReference<Exception>();
        var copy = Thread.ofVirtual().start(() -> {
            try {
                CopyRelay.relay(source, sink, UNHEARD);
            } catch (SQLException e) {
                failure.set(e);
            }
        });
        assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();

        source.abort();
        sink.abort();

        copy.join();
        assertThat(failure.get()).hasMessage("aborted");
    }

    private void bothEndWith(SQLException expected) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> CopyRelay.relay(source, sink, UNHEARD))
                .isSameAs(expected);
        assertThat(log).endsWith("source aborted", "sink aborted");
    }

    /// One side of a copy, which fails where it is told to.
    private abstract static class MemoryEnd {

        private final List<String> log;
        private final String name;
        private final CountDownLatch aborted = new CountDownLatch(1);
        private String failing = "";

        MemoryEnd(List<String> log, String name) {
            this.log = log;
            this.name = name;
        }

        void failsAt(String step) {
            failing = step;
        }

        final void does(String step) throws SQLException {
            log.add(step);
            if (step.equals(failing)) {
                throw BROKEN;
            }
        }

        final void waitForAbort() throws SQLException {
            try {
                aborted.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            throw new SQLException("aborted");
        }

        public void abort() {
            aborted.countDown();
            log.add(name + " aborted");
        }
    }

    private static final class MemorySource extends MemoryEnd implements CopySource {

        private record Step(Read read, String bytes, int begun, boolean endsMessage, long rows) {}

        private final byte[] memory = new byte[100];
        private final CountDownLatch silent = new CountDownLatch(1);
        private final List<Step> steps = new ArrayList<>();
        private boolean isSilent;
        private long rows;

        MemorySource(List<String> log) {
            super(log, "source");
        }

        MemorySource rows(String bytes, int begun) {
            steps.add(new Step(Read.ROWS, bytes, begun, true, 0));
            return this;
        }

        MemorySource part(String bytes, int begun) {
            steps.add(new Step(Read.ROWS, bytes, begun, false, 0));
            return this;
        }

        MemorySource endOfCopy(long counted) {
            steps.add(new Step(Read.END_OF_COPY, "", 0, true, counted));
            return this;
        }

        void silence() {
            isSilent = true;
        }

        @Override
        public void begin() throws SQLException {
            does("source begins");
        }

        @Override
        public Read read(RowBlock block) throws SQLException {
            if (steps.isEmpty() && isSilent) {
                silent.countDown();
                waitForAbort();
            }
            var step = steps.isEmpty() ? new Step(Read.END, "", 0, true, 0) : steps.removeFirst();
            does("read " + (step.read() == Read.ROWS ? step.bytes() : step.read()));
            if (step.read() == Read.ROWS) {
                var bytes = step.bytes().getBytes(US_ASCII);
                System.arraycopy(bytes, 0, memory, 7, bytes.length);
                block.set(memory, 7, bytes.length, step.begun(), step.endsMessage());
            }
            rows = step.rows();
            return step.read();
        }

        @Override
        public long rows() {
            return rows;
        }
    }

    private static final class MemorySink extends MemoryEnd implements CopySink {

        private final List<RowBlock> blocks = new ArrayList<>();
        private final List<byte[]> buffers = new ArrayList<>();
        private final CountDownLatch full = new CountDownLatch(1);
        private boolean isFull;
        private List<Long> taken = List.of();

        MemorySink(List<String> log) {
            super(log, "sink");
        }

        void takes(long... rows) {
            taken = Arrays.stream(rows).boxed().toList();
        }

        @Override
        public void begin() throws SQLException {
            does("sink begins");
        }

        @Override
        public void write(RowBlock block) throws SQLException {
            if (isFull) {
                full.countDown();
                waitForAbort();
            }
            blocks.add(block);
            buffers.add(block.buffer());
            does("write " + new String(block.buffer(), block.offset(), block.length(), US_ASCII));
        }

        @Override
        public void endCopy() throws SQLException {
            does("end copy");
        }

        @Override
        public List<Long> awaitEnd() throws SQLException {
            does("await end");
            return taken;
        }
    }
}
