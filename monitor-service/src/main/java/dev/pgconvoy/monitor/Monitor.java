package dev.pgconvoy.monitor;

import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.monitor.brokers.BrokerWatch;
import dev.pgconvoy.monitor.fold.FoldRunner;
import dev.pgconvoy.monitor.live.LiveFollower;
import dev.pgconvoy.monitor.view.ViewFollower;
import dev.pgconvoy.monitor.webhook.Webhooks;
import dev.pgconvoy.text.LastingFault;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/// Brings the monitor up as soon as Kafka answers, and down in order.
@Singleton
final class Monitor {

    private static final Logger LOG = Logger.getLogger(Monitor.class);
    private static final long SECONDS_BETWEEN_TRIES = 2;

    private final Map<String, Object> kafka;
    private final TopicsConfig topics;
    private final FoldRunner fold;
    private final ViewFollower follower;
    private final LiveFollower live;
    private final BrokerWatch brokers;
    private final Webhooks webhooks;
    private final LastingFault fault = new LastingFault();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread bringingUp = Thread.ofPlatform().name("pgconvoy-start").unstarted(this::bringUp);

    Monitor(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            TopicsConfig topics,
            FoldRunner fold,
            ViewFollower follower,
            LiveFollower live,
            BrokerWatch brokers,
            Webhooks webhooks) {
        this.kafka = kafka;
        this.topics = topics;
        this.fold = fold;
        this.follower = follower;
        this.live = live;
        this.brokers = brokers;
        this.webhooks = webhooks;
    }

    void start(@Observes StartupEvent event) {
        bringingUp.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stop.countDown();
        bringingUp.interrupt();
        bringingUp.join();
        brokers.stop();
        fold.stop();
        webhooks.stop(); // receivers are told what the fold has announced last
        live.stop();
        follower.stop();
    }

    private void bringUp() {
        try {
            while (stop.getCount() > 0 && !isUp()) {
                stop.await(SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUp() throws InterruptedException {
        try (var admin = Admin.create(KafkaConnection.of(kafka))) {
            Topics.createDeployments(admin, topics.settings());
            Topics.create(admin, topics.settings());
            fold.start(admin, topics.replication());
            follower.start();
            live.start();
            brokers.start();
            webhooks.start();
            return true;
        } catch (KafkaException | IllegalStateException e) {
            fault.met(
                    "Kafka at %s cannot be used yet: %s".formatted(kafka.get("bootstrap.servers"), e.getMessage()),
                    LOG::warn);
            return false;
        }
    }
}
