package dev.pgconvoy.monitor.brokers;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.text.LastingFault;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jboss.logging.Logger;

/// Asks the brokers again and again, for as long as the monitor runs.
@Singleton
public final class BrokerWatch {

    private static final Logger LOG = Logger.getLogger(BrokerWatch.class);
    private static final long SECONDS_BETWEEN_COUNTS = 10;
    private static final int LONGEST_COUNT_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private final DeadLetterCounts deadLetters;
    private final GroupBacklogs backlogs;
    private final LastingFault fault = new LastingFault();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("pgconvoy-brokers").daemon().unstarted(this::run);

    BrokerWatch(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            DeadLetterCounts deadLetters,
            GroupBacklogs backlogs) {
        this.settings = new HashMap<>(KafkaConnection.of(kafka));
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LONGEST_COUNT_MILLIS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, LONGEST_COUNT_MILLIS);
        this.deadLetters = deadLetters;
        this.backlogs = backlogs;
    }

    public void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    public void stop() {
        stopping.countDown();
        thread.interrupt();
    }

    private void run() {
        try (var admin = Admin.create(settings)) {
            do {
                count(admin);
            } while (!stopping.await(SECONDS_BETWEEN_COUNTS, TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Where the brokers do not answer, nothing else is asked this time.
    void count(Admin admin) throws InterruptedException {
        try {
            deadLetters.count(admin);
            backlogs.count(admin);
            fault.over("The brokers say again what waits on the topics", LOG::info);
        } catch (RuntimeException e) {
            fault.met("The brokers cannot be asked what waits on the topics: %s".formatted(e.getMessage()), LOG::warn);
        }
    }
}
