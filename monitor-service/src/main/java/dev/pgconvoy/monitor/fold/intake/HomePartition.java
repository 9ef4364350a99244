package dev.pgconvoy.monitor.fold.intake;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/// The partition where a migration lives: the one that Java's producers choose for its id.
///
/// @param partitions of the widest topic of facts, and so the number of tasks
public record HomePartition(int partitions) {

    public int of(String id) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
