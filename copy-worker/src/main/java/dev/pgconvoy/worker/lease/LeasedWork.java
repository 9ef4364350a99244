package dev.pgconvoy.worker.lease;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What is done with one record while its lease is renewed. Interrupted when the worker stops or the lease is lost.
public interface LeasedWork extends AutoCloseable {

    enum Disposition {
        /// Done, one way or the other; nobody needs to see the record again.
        ACCEPT,
        /// Not done; let another worker have it now.
        RELEASE
    }

    Disposition handle(ConsumerRecord<String, byte[]> leased, Lease lease) throws InterruptedException;

    /// Called from another thread, after an interrupt, when the lease is lost: breaks whatever the work
    /// waits for. Again and again until the work has ended.
    default void abort() {}

    /// Called between records, about twice a second.
    default void idle() {}

    @Override
    default void close() {}
}
