package dev.pgconvoy.it.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/// Who leads which partition, also those of share groups and of the fold: another one after another.
final class PartitionLeaders {

    private PartitionLeaders() {}

    /// The same replicas in another order, and then an election of the preferred ones.
    static void change(String bootstrapServers, Random random) throws InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            var reassignments = new HashMap<TopicPartition, Optional<NewPartitionReassignment>>();
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> description.partitions().forEach(partition -> {
                        var replicas = new ArrayList<>(
                                partition.replicas().stream().map(Node::id).toList());
                        replicas.add(replicas.removeFirst());
                        if (random.nextInt(4) == 0) {
                            replicas.add(replicas.removeFirst());
                        }
                        reassignments.put(
                                new TopicPartition(topic, partition.partition()),
                                Optional.of(new NewPartitionReassignment(replicas)));
                    }));
            admin.alterPartitionReassignments(reassignments).all().get();
            admin.electLeaders(ElectionType.PREFERRED, reassignments.keySet())
                    .partitions()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the leaders of the partitions could not be changed", e.getCause());
        }
    }
}
