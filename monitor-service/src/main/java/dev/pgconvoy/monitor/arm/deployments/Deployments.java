package dev.pgconvoy.monitor.arm.deployments;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.monitor.view.KeptTopic;
import dev.pgconvoy.monitor.view.ViewChangeSignal;
import dev.pgconvoy.text.LogLimit;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Every deployment that is kept.
@Singleton
public final class Deployments implements KeptTopic {

    private static final Logger LOG = Logger.getLogger(Deployments.class);
    /// As in Azure.
    static final int MOST_PER_GROUP = 800;

    private static final Comparator<Deployment> NEWEST_FIRST =
            Comparator.comparing(Deployment::timestamp).reversed();

    private final EventReader events;
    private final ConcurrentMap<String, Deployment> deployments = new ConcurrentHashMap<>();
    private final ViewChangeSignal arrivals = new ViewChangeSignal();
    private final LogLimit limit = new LogLimit();

    public Deployments(EventReader events) {
        this.events = events;
    }

    @Override
    public String topic() {
        return Topics.DEPLOYMENTS;
    }

    @Override
    public void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        try {
            var key = record.key();
            events.requireOurs(record.topic(), key, record.headers(), record.value());
            if (record.value() == null) {
                deployments.remove(key);
            } else {
                deployments.put(key, EventJson.MAPPER.readValue(record.value(), Deployment.class));
            }
            arrivals.happened();
        } catch (MalformedEventException | IOException | RuntimeException e) {
            limit.write(
                    record.topic(),
                    "%s/%d/%d is left out of the deployments: %s"
                            .formatted(
                                    record.topic(),
                                    record.partition(),
                                    record.offset(),
                                    e.getClass().getSimpleName()),
                    LOG::warn);
        }
    }

    Optional<Deployment> find(DeploymentId id) {
        return Optional.ofNullable(deployments.get(id.key()));
    }

    /// Waits a little for what another monitor may just have kept.
    Optional<Deployment> findSoon(DeploymentId id, Duration little) {
        return arrivals.await(() -> find(id), little);
    }

    /// Waits, at most so long, until the deployment is as wanted, or gone where that is wanted.
    void await(DeploymentId id, Predicate<Optional<Deployment>> wanted, Duration longest) {
        arrivals.await(() -> Optional.of(find(id)).filter(wanted), longest);
    }

    /// Those that ended before, and those of a group that are more than it may have, the oldest first.
    List<DeploymentId> superfluous(Instant endedBefore) {
        var old = deployments.values().stream()
                .filter(deployment -> deployment
                                .endedAt()
                                .filter(end -> end.isBefore(endedBefore))
                                .isPresent()
                        || deployment.isActive() && deployment.timestamp().isBefore(endedBefore));
        var tooMany = deployments.values().stream()
                .collect(Collectors.groupingBy(each -> each.id().group().id().toLowerCase(Locale.ROOT)))
                .values()
                .stream()
                .flatMap(group -> group.stream().sorted(NEWEST_FIRST).skip(MOST_PER_GROUP));
        return Stream.concat(old, tooMany).map(Deployment::id).distinct().toList();
    }

    public Stream<Deployment> newestFirst() {
        return deployments.values().stream().sorted(NEWEST_FIRST);
    }
}
