package dev.pgconvoy.monitor.brokers;

import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.text.LastingFault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// What each of our groups has not done yet. A group that cannot be asked, or that nobody has been
/// in so far, is left out.
@Singleton
public final class GroupBacklogs {

    private static final Logger LOG = Logger.getLogger(GroupBacklogs.class);
    private static final List<String> SHARE_GROUPS = List.of("pgconvoy-copiers", "pgconvoy-conductors");
    private static final Set<String> TOPICS = Topics.names().collect(Collectors.toUnmodifiableSet());

    private final List<String> groups;
    private final MultiGauge gauges;
    private final Map<String, LastingFault> faults = new HashMap<>();

    private interface Question {
        Map<TopicPartition, Long> ask(String group) throws ExecutionException, InterruptedException;
    }

    GroupBacklogs(
            MeterRegistry registry,
            @ConfigProperty(name = "pgconvoy.fold.application-id", defaultValue = "pgconvoy-fold") String fold) {
        this.groups = List.of(fold, "pgconvoy-preflight", "pgconvoy-admission", "pgconvoy-azure-submit");
        this.gauges = MultiGauge.builder("pgconvoy.group.backlog")
                .description("Records that a group has not done yet, at most")
                .baseUnit("records")
                .register(registry);
    }

    /// For one thread.
    ///
    /// @throws TimeoutException when no broker answers
    void count(Admin admin) throws InterruptedException {
        var counted = new ArrayList<GroupBacklog>();
        for (var group : groups) {
            counted.addAll(of(group, name -> consumerGroup(admin, name)));
        }
        for (var group : SHARE_GROUPS) {
            counted.addAll(of(group, name -> shareGroup(admin, name)));
        }
        gauges.register(
                counted.stream()
                        .map(backlog -> MultiGauge.Row.of(
                                Tags.of("group", backlog.group(), "topic", backlog.topic()), backlog.records()))
                        .toList(),
                true);
    }

    private List<GroupBacklog> of(String group, Question question) throws InterruptedException {
        var fault = faults.computeIfAbsent(group, _ -> new LastingFault());
        try {
            var byTopic = question.ask(group).entrySet().stream()
                    .filter(entry -> TOPICS.contains(entry.getKey().topic()))
                    .collect(Collectors.groupingBy(
                            entry -> entry.getKey().topic(), Collectors.summingLong(Map.Entry::getValue)));
            fault.over("The backlog of %s is known again".formatted(group), LOG::info);
            return byTopic.entrySet().stream()
                    .map(entry -> new GroupBacklog(group, entry.getKey(), entry.getValue()))
                    .toList();
        } catch (ExecutionException e) {
            TopicOffsets.requireAnswer(e);
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                fault.met("The backlog of %s is not known: %s".formatted(group, e.getCause()), LOG::warn);
            }
            return List.of();
        }
    }

    private static Map<TopicPartition, Long> consumerGroup(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        var done = new HashMap<TopicPartition, Long>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        done.put(partition, committed.offset());
                    }
                });
        var backlog = new HashMap<TopicPartition, Long>();
        TopicOffsets.of(admin, done.keySet(), OffsetSpec.latest())
                .forEach((partition, end) ->
                        backlog.put(partition, Math.max(0, end - done.getOrDefault(partition, end))));
        return backlog;
    }

    private static Map<TopicPartition, Long> shareGroup(Admin admin, String group)
            throws ExecutionException, InterruptedException {
        var backlog = new HashMap<TopicPartition, Long>();
        admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get()
                .forEach((partition, info) -> {
                    if (info != null) {
                        info.lag().ifPresent(lag -> backlog.put(partition, lag));
                    }
                });
        return backlog;
    }
}
