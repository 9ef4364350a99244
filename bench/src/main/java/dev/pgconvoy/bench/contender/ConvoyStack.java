package dev.pgconvoy.bench.contender;

import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.embedded.ServiceSet;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.StackMember;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SealKey;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Kafka and the services, each a process of its own, set up as `./pgconvoy up` does; the workers may be exchanged.
public final class ConvoyStack implements AutoCloseable {

    private static final String WORKER = "copy-worker";

    private final Stack stack;
    private final SealKey sealKey;
    private final ServiceSettings worker;
    private int workersSoFar;

    private ConvoyStack(Stack stack, SealKey sealKey, ServiceSettings worker) {
        this.stack = stack;
        this.sealKey = sealKey;
        this.worker = worker;
    }

    /// Without a worker yet.
    public static ConvoyStack start() {
        var folder = StackFolder.temporary();
        var key = LocalInstallation.sealKey(folder);
        var stack = Stack.in(folder, StackDistribution.current());
        stack.start(KafkaSettings.slim());
        var keyFile = folder.keys().resolve("seal-key.json");
        var services = ServiceSet.on(stack.kafka(), keyFile, AllowedReferences.exactly(List.of()), 0);
        Predicate<ServiceSettings> isWorker = service -> service.module().equals(WORKER);
        stack.startAll(services.stream().filter(isWorker.negate()).toList());
        return new ConvoyStack(
                stack, key, services.stream().filter(isWorker).findFirst().orElseThrow());
    }

    /// Ends the workers and starts others.
    ///
    /// @param slots tasks that each runs at once
    public void useWorkers(int count, int slots) {
        workers().forEach(StackMember::stop);
        var first = workersSoFar;
        workersSoFar += count;
        stack.startAll(IntStream.range(first, workersSoFar)
                .mapToObj(number -> worker.named(WORKER + "-" + number)
                        .with("pgconvoy.worker.copier-slots", Integer.toString(slots)))
                .toList());
    }

    List<StackMember> workers() {
        return stack.members().stream().filter(ConvoyStack::isWorker).toList();
    }

    List<StackMember> others() {
        return stack.members().stream().filter(member -> !isWorker(member)).toList();
    }

    private static boolean isWorker(StackMember member) {
        return member.name().startsWith(WORKER);
    }

    String bootstrapServers() {
        return stack.kafka().bootstrapServers();
    }

    SealKey sealKey() {
        return sealKey;
    }

    @Override
    public void close() {
        stack.close();
    }
}
