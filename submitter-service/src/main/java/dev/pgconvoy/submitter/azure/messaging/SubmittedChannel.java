package dev.pgconvoy.submitter.azure.messaging;

import dev.pgconvoy.azure.Backoff;
import dev.pgconvoy.kafka.ConsumerVitals;
import dev.pgconvoy.kafka.LoopWatch;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/// `migration.submitted`: each record on a virtual thread of its own, so that one which must be tried for hours holds
/// up no other. Offsets are committed up to the first record that is not done; after a kill the records behind it come
/// again, and each finds what it made. Connected only where Azure is switched on.
@ApplicationScoped
public class SubmittedChannel {

    static final String CHANNEL = "submitted";

    private static final Logger LOG = Logger.getLogger(SubmittedChannel.class);
    private static final Backoff AFTER_FAULT = new Backoff(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            () -> ThreadLocalRandom.current().nextLong());

    private final Instance<SubmittedRecords> records;
    private final Instance<StateView> states;
    private final RecordsUnderWay underWay;
    private final KafkaClientService clients;
    private final LoopWatch faults = new LoopWatch();

    @Inject
    SubmittedChannel(
            Instance<SubmittedRecords> records,
            Instance<StateView> states,
            RecordsUnderWay underWay,
            KafkaClientService clients) {
        this.records = records;
        this.states = states;
        this.underWay = underWay;
        this.clients = clients;
    }

    /// A record is acknowledged when it is done, and else never: an interrupted one is begun again by whoever gets its
    /// partition next.
    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    @RunOnVirtualThread
    CompletionStage<Void> submitted(Message<ConsumerRecord<String, byte[]>> message) {
        return isDone(message.getPayload()) ? message.ack() : CompletableFuture.completedFuture(null);
    }

    private boolean isDone(ConsumerRecord<String, byte[]> record) {
        try {
            underWay.begin(record);
            awaitStates();
            takeUntilDone(record);
            return true;
        } catch (InterruptedException _) {
            return false;
        } finally {
            underWay.end();
        }
    }

    /// What is over must not be made again.
    private void awaitStates() throws InterruptedException {
        while (!states.get().awaitCaughtUp()) {
            LOG.debug("Submitted migrations wait: the recorded states have not been read yet");
        }
    }

    private void takeUntilDone(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        for (var failures = 1; ; failures++) {
            try {
                records.get().take(record);
                return;
            } catch (RuntimeException e) {
                faults.failed();
                LOG.errorf(
                        e,
                        "A record could not be taken (%s, partition %d, offset %d); it is begun again",
                        record.topic(),
                        record.partition(),
                        record.offset());
                TimeUnit.NANOSECONDS.sleep(
                        AFTER_FAULT.after(failures, Optional.empty()).toNanos());
            }
        }
    }

    /// Whether it is a member of its group, and no record has just met a fault.
    public boolean isReady() {
        return faults.isReady()
                && vitals().filter(ConsumerVitals::isHeardByGroup).isPresent();
    }

    public boolean isAlive() {
        return vitals().map(ConsumerVitals::isPolling).orElse(true);
    }

    /// Empty while the service starts.
    private Optional<ConsumerVitals> vitals() {
        return clients.getConsumers(CHANNEL).stream()
                .findFirst()
                .map(consumer -> new ConsumerVitals(consumer.unwrap().metrics()));
    }

    /// What is under way is left as it is; whoever gets the records next looks first.
    public void stop() {
        underWay.interruptAll();
    }
}
