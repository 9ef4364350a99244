package dev.pgconvoy.launcher.stack.settings;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Brokers that form one cluster: each of them is also one of its controllers, and what is replicated survives the loss
/// of one.
///
/// @param clusterId equal in all their folders
/// @param controllerPorts on 127.0.0.1; the node with id 1 has the first
public record KafkaQuorum(String clusterId, List<Integer> controllerPorts) {

    public KafkaQuorum {
        controllerPorts = List.copyOf(controllerPorts);
    }

    int controllerPort(int node) {
        return controllerPorts.get(node - 1);
    }

    /// As `controller.quorum.voters` wants them.
    String voters() {
        return IntStream.rangeClosed(1, controllerPorts.size())
                .mapToObj(node -> "%d@127.0.0.1:%d".formatted(node, controllerPort(node)))
                .collect(Collectors.joining(","));
    }
}
