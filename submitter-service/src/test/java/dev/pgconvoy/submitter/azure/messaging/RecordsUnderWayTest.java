package dev.pgconvoy.submitter.azure.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordsUnderWayTest {

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final RecordsUnderWay underWay = new RecordsUnderWay();

    @Test
    void only_work_on_the_partitions_that_were_taken_away_is_interrupted() throws Exception {
        // given
        var gone = work(0);
        var kept = work(1);

        // when
        underWay.interrupt(List.of(new TopicPartition("migration.submitted", 0)));

        // then
        assertThat(gone.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kept).isNotDone();
        underWay.interruptAll();
    }

    @Test
    void at_the_end_all_work_is_interrupted_and_no_other_begins() throws Exception {
        // given
        var first = work(0);
        var second = work(1);

        // when
        underWay.interruptAll();

        // then
        assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> underWay.begin(record(2))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void what_is_done_is_not_interrupted() throws Exception {
        // given
        underWay.begin(record(0));
        underWay.end();

        // when
        underWay.interrupt(List.of(new TopicPartition("migration.submitted", 0)));

        // then
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_interruption_that_comes_too_late_is_forgotten() throws Exception {
        // given
        underWay.begin(record(0));
        underWay.interrupt(List.of(new TopicPartition("migration.submitted", 0)));
        assertThat(Thread.currentThread().isInterrupted()).isTrue();

        // when
        underWay.end();

        // then
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /// @return whether it was interrupted, when it is over
    private CompletableFuture<Boolean> work(int partition) throws InterruptedException {
        var begun = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                underWay.begin(record(partition));
                begun.countDown();
                NEVER.await();
            } catch (InterruptedException _) {
                interrupted.complete(true);
            } finally {
                underWay.end();
            }
        });
        begun.await();
        return interrupted;
    }

    private static ConsumerRecord<String, byte[]> record(int partition) {
        return new ConsumerRecord<>("migration.submitted", partition, 0, "db-1/first", new byte[0]);
    }
}
