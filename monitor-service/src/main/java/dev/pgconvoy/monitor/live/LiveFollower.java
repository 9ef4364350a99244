package dev.pgconvoy.monitor.live;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.view.TopicLoop;
import dev.pgconvoy.monitor.view.ViewFollower;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Reads what running migrations do: their tasks, results and events from the request of the oldest of them on, bounded
/// by [LiveConfig#lookBack], and progress from now on. Tasks are read before their results.
@Singleton
public final class LiveFollower {

    private static final Duration POLL = Duration.ofMillis(250);
    /// What was said just before may belong to it, or to a request that is not folded yet.
    private static final Duration BEFORE_IT = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(1);
    /// Of one partition: what was before is not read at the start.
    private static final long MOST_HISTORY = 200_000;

    private static final List<EventType> EVENTS = List.of(
            EventType.MIGRATION_REQUESTED,
            EventType.MIGRATION_VALIDATED,
            EventType.MIGRATION_SUBMITTED,
            EventType.CANCEL_REQUESTED,
            EventType.MIGRATION_OBSERVED,
            EventType.SUBSTATE_CHANGED,
            EventType.MIGRATION_COMPLETED,
            EventType.MIGRATION_CANCELLED);

    private final ViewFollower states;
    private final KnownMigrations known;
    private final LiveMigrations live;
    private final EventLog log;
    private final LiveReader reader;
    private final LiveConfig config;
    private final InstantSource clock;
    private final TopicLoop loop;
    private volatile double backlog = Double.NaN;

    LiveFollower(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ViewFollower states,
            KnownMigrations known,
            LiveMigrations live,
            EventLog log,
            LiveReader reader,
            LiveConfig config,
            InstantSource clock,
            MeterRegistry registry) {
        this.states = states;
        this.known = known;
        this.live = live;
        this.log = log;
        this.reader = reader;
        this.config = config;
        this.clock = clock;
        this.loop = new TopicLoop("live", kafka, this::follow);
        Gauge.builder("pgconvoy.live.backlog", this, follower -> follower.backlog)
                .description("Records of work that this monitor has not read yet; not a number while it is not known")
                .baseUnit("records")
                .register(registry);
    }

    public void start() {
        loop.start();
    }

    public void stop() throws InterruptedException {
        loop.stop();
    }

    public LoopWatch loops() {
        return loop.loops();
    }

    private void follow(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (!states.isCaughtUp()) {
            if (loop.isStopping()) {
                return;
            }
            loop.moved();
            Thread.sleep(POLL);
        }
        var from = oldestRunning().minus(BEFORE_IT);
        backlog = Double.NaN;
        live.beginAnew();
        log.clear();
        var tasks = TopicLoop.partitions(consumer, EventType.COPY_TASK.topic());
        consumer.assign(tasks);
        seek(consumer, tasks, from);
        readToTheEnd(consumer, tasks);
        var next = positions(consumer, tasks);
        var results = ofTopics(consumer, Stream.concat(Stream.of(EventType.COPY_RESULT), EVENTS.stream()));
        var progress = TopicLoop.partitions(consumer, EventType.COPY_PROGRESS.topic());
        consumer.assign(
                Stream.of(tasks, results, progress).flatMap(List::stream).toList());
        next.forEach(consumer::seek);
        consumer.seekToEnd(progress);
        seek(consumer, results, from);
        live.listening();
        goOn(consumer);
    }

    private void goOn(Consumer<String, byte[]> consumer) throws InterruptedException {
        var nextSweep = Instant.MIN;
        var nextCount = Instant.MIN;
        while (!loop.isStopping()) {
            loop.moved();
            consumer.poll(POLL).forEach(reader::take);
            loop.answered();
            var now = clock.instant();
            if (now.isAfter(nextCount)) {
                backlog = backlog(consumer);
                nextCount = now.plus(BETWEEN_COUNTS);
            }
            if (now.isAfter(nextSweep)) {
                live.sweep();
                log.forget(id -> known.find(id).isEmpty(), now.minus(config.keepEnded()));
                nextSweep = now.plus(BETWEEN_SWEEPS);
            }
        }
    }

    private static double backlog(Consumer<String, byte[]> consumer) {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0L))
                .sum();
    }

    private Instant oldestRunning() {
        var earliest = clock.instant().minus(config.lookBack());
        return known.all()
                .filter(status -> !status.isFinal())
                .map(MigrationStatus::requestedAt)
                .min(Comparator.naturalOrder())
                .filter(earliest::isBefore)
                .orElseGet(() -> known.all().allMatch(MigrationStatus::isFinal) ? clock.instant() : earliest);
    }

    private static List<TopicPartition> ofTopics(Consumer<String, byte[]> consumer, Stream<EventType> types) {
        return types.flatMap(type -> TopicLoop.partitions(consumer, type.topic()).stream())
                .toList();
    }

    private static void seek(Consumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant from) {
        var times = partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> from.toEpochMilli()));
        var found = consumer.offsetsForTimes(times);
        var ends = consumer.endOffsets(partitions);
        for (var partition : partitions) {
            var end = ends.getOrDefault(partition, 0L);
            var first = found.get(partition);
            consumer.seek(partition, first == null ? end : Math.max(first.offset(), end - MOST_HISTORY));
        }
    }

    private static Map<TopicPartition, Long> positions(
            Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), consumer::position));
    }

    private void readToTheEnd(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        var ends = consumer.endOffsets(Set.copyOf(partitions));
        var left = new ArrayList<>(partitions);
        while (!left.isEmpty() && !loop.isStopping()) {
            loop.moved();
            consumer.poll(POLL).forEach(reader::take);
            left.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
        }
    }
}
