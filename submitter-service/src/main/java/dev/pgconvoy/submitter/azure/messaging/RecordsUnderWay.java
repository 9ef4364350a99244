package dev.pgconvoy.submitter.azure.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The threads that work on records. They are interrupted when the partition of their record goes to another process,
/// and when this one ends.
@ApplicationScoped
class RecordsUnderWay {

    private final Map<Thread, TopicPartition> threads = new HashMap<>();
    private boolean stopping;

    /// Called by the thread that works on the record.
    ///
    /// @throws InterruptedException when the service ends
    synchronized void begin(ConsumerRecord<?, ?> record) throws InterruptedException {
        if (stopping) {
            throw new InterruptedException("the service ends");
        }
        threads.put(Thread.currentThread(), new TopicPartition(record.topic(), record.partition()));
    }

    /// Called by the same thread; it is not interrupted after that.
    synchronized void end() {
        threads.remove(Thread.currentThread());
        Thread.interrupted();
    }

    synchronized void interrupt(Collection<TopicPartition> partitions) {
        threads.forEach((thread, partition) -> {
            if (partitions.contains(partition)) {
                thread.interrupt();
            }
        });
    }

    /// From now on no other begins.
    synchronized void interruptAll() {
        stopping = true;
        threads.keySet().forEach(Thread::interrupt);
    }
}
