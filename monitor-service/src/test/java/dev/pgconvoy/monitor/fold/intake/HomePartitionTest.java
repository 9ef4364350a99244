package dev.pgconvoy.monitor.fold.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class HomePartitionTest {

    @Test
    void a_migration_lives_where_javas_producer_sends_it() {
        var home = new HomePartition(7);

        assertThat(IntStream.range(0, 200).mapToObj(i -> "server-" + i + "/move"))
                .allSatisfy(id -> assertThat(home.of(id))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(id.getBytes(StandardCharsets.UTF_8), 7)));
    }
}
