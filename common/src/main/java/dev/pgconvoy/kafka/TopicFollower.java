package dev.pgconvoy.kafka;

import dev.pgconvoy.text.LastingFault;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Tells one listener what is on topics, for as long as the process runs. After a fault it begins anew: topics that are
/// read from the beginning are told again, so a record may come twice, and an older one after a newer one; of the
/// others, what was written meanwhile is not told.
public final class TopicFollower {

    private static final System.Logger LOG = System.getLogger(TopicFollower.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long MILLIS_BETWEEN_TRIES = 1_000;
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<TopicReader> readers;
    private final Consumer<ConsumerRecord<String, byte[]>> listener;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final LoopWatch loops = new LoopWatch();
    private final LastingFault fault = new LastingFault();
    private final Thread thread;
    private volatile CountDownLatch caughtUp = new CountDownLatch(1);

    /// @param name of the thread, and in what is logged
    /// @param connection bootstrap servers and security, as Kafka names them
    /// @param listener called by one thread, in the order of each partition
    public TopicFollower(
            String name,
            Map<String, ?> connection,
            TopicReader.Topics topics,
            Consumer<ConsumerRecord<String, byte[]>> listener) {
        this(name, () -> TopicReader.connect(connection, topics), listener);
    }

    TopicFollower(String name, Supplier<TopicReader> readers, Consumer<ConsumerRecord<String, byte[]>> listener) {
        this.name = name;
        this.readers = readers;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        loops.moved(this);
        thread.start();
    }

    /// Whether all has been told that was there when it began, or last began anew.
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /// The same; it waits a while for it.
    public boolean awaitCaughtUp(Duration longest) throws InterruptedException {
        return caughtUp.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Whether it still reads; also while it waits for the brokers.
    public LoopWatch loops() {
        return loops;
    }

    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /// Also before it was started.
    public void stop() throws InterruptedException {
        stopping.countDown();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.join(TIME_TO_STOP);
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                followUntilFault();
                loops.moved(this);
                stopping.await(MILLIS_BETWEEN_TRIES, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void followUntilFault() {
        try (var reader = readers.get()) {
            while (!isStopping()) {
                loops.moved(this);
                reader.poll(POLL).forEach(listener);
                fault.over("%s reads again".formatted(name), line -> LOG.log(Level.INFO, line));
                if (!isCaughtUp() && reader.isCaughtUp()) {
                    caughtUp.countDown();
                }
            }
        } catch (RuntimeException e) {
            if (!isStopping()) {
                failed(e);
            }
        }
    }

    private void failed(RuntimeException e) {
        if (isCaughtUp()) {
            caughtUp = new CountDownLatch(1);
        }
        loops.failed();
        fault.met("%s cannot read and begins anew".formatted(name), line -> LOG.log(Level.WARNING, line, e));
    }
}
