package dev.pgconvoy.submitter.azure.messaging;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/// Ends the work on records that another process has now. Found by its name, which the channel's settings hold.
@ApplicationScoped
@Identifier("submitted")
class PartitionsTakenAway implements KafkaConsumerRebalanceListener {

    private final RecordsUnderWay underWay;

    PartitionsTakenAway(RecordsUnderWay underWay) {
        this.underWay = underWay;
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        underWay.interrupt(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        underWay.interrupt(partitions);
    }
}
