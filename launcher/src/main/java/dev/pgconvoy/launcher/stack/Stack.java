package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import dev.pgconvoy.launcher.stack.settings.StackPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A set of processes that starts together and ends together.
///
/// Start what others need first, then the others: [#close] stops in the opposite order, and so do a failed
/// start, the end of the JVM (Ctrl-C) and, where the kernel helps, its violent death. Closing also releases
/// the folder.
public final class Stack implements AutoCloseable {

    private final StackFolder folder;
    private final StackDistribution distribution;
    private final MemberRegistry members = new MemberRegistry();
    private final ParallelStarts starts = new ParallelStarts();
    private final CompletableFuture<StackMember> loss = new CompletableFuture<>();
    private final Thread hook = Thread.ofPlatform().name("stop-stack").unstarted(this::shutDown);

    private Stack(StackFolder folder, StackDistribution distribution) {
        this.folder = folder;
        this.distribution = distribution;
    }

    /// Takes over the folder: closing the stack closes it.
    public static Stack in(StackFolder folder, StackDistribution distribution) {
        var stack = new Stack(folder, distribution);
        Runtime.getRuntime().addShutdownHook(stack.hook);
        return stack;
    }

    public StackFolder folder() {
        return folder;
    }

    public KafkaProcess start(KafkaSettings settings) {
        startAll(List.of(settings));
        return member(settings.name(), KafkaProcess.class);
    }

    public PostgresProcess start(PostgresSettings settings) {
        startAll(List.of(settings));
        return member(settings.name(), PostgresProcess.class);
    }

    public ServiceProcess start(ServiceSettings settings) {
        startAll(List.of(settings));
        return member(settings.name(), ServiceProcess.class);
    }

    /// Starts all of them at once and returns when all are ready.
    ///
    /// @throws StackException when one of them fails; then the whole stack has been closed
    public void startAll(List<? extends StackPart> parts) {
        launchAll(parts);
        awaitStarted();
    }

    /// Starts all of them at once and returns when their processes run. They get ready meanwhile: [#awaitStarted].
    ///
    /// @throws StackException when one of them cannot be started; then the whole stack has been closed
    public void launchAll(List<? extends StackPart> parts) {
        var group = members.openGroup();
        var launches = parts.stream().map(part -> launch(part, group)).toList();
        launches.forEach(this::await);
    }

    /// Returns when all that was launched is ready.
    ///
    /// @throws StackException when one of them fails; then the whole stack has been closed
    public void awaitStarted() {
        await(starts.all());
    }

    /// Returns when that one is ready.
    ///
    /// @throws StackException when one of those that were launched fails; then the whole stack has been closed
    public void awaitStarted(String name) {
        await(starts.of(name));
    }

    /// Fails as soon as one of them fails.
    public CompletableFuture<Void> started() {
        return starts.all();
    }

    private void await(CompletableFuture<?> step) {
        try {
            // What fails elsewhere ends the waiting, too.
            CompletableFuture.anyOf(step, starts.firstFailure()).get();
        } catch (ExecutionException e) {
            close();
            throw startFailure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new StackException("The start was interrupted.", e);
        }
    }

    /// Leaves the stack as it is, with its logs.
    ///
    /// @throws StackException when one of those that were launched has failed
    public void requireNoFailedStart() {
        var failure = starts.firstFailure();
        if (failure.isCompletedExceptionally()) {
            throw startFailure(failure.exceptionNow());
        }
    }

    private static StackException startFailure(@Nullable Throwable cause) {
        return cause instanceof StackException known
                ? known
                : new StackException("The stack could not be started: " + FailureReasons.of(cause), cause);
    }

    /// @return completes when the process runs
    private CompletableFuture<StackMember> launch(StackPart part, List<StackMember> group) {
        var launched = new CompletableFuture<StackMember>();
        starts.begin(part.name(), () -> {
            members.enter(Thread.currentThread());
            try {
                var member = process(part);
                members.add(member, group);
                launched.complete(member);
                member.awaitStart();
                member.onExit().thenAccept(this::noticeLoss);
            } catch (RuntimeException e) {
                launched.completeExceptionally(e);
                throw e;
            } finally {
                members.leave(Thread.currentThread());
            }
        });
        return launched;
    }

    private StackMember process(StackPart part) {
        return switch (part) {
            case KafkaSettings kafka -> KafkaProcess.launch(kafka, folder, distribution);
            case PostgresSettings server -> PostgresProcess.launch(server, folder, distribution);
            case ServiceSettings service -> ServiceProcess.launch(service, folder, distribution);
        };
    }

    private void noticeLoss(StackMember member) {
        if (!member.wasTold()) {
            loss.complete(member);
        }
    }

    /// Completes with the first member that ended unasked, after it had been ready.
    public CompletableFuture<StackMember> firstLoss() {
        return loss.copy();
    }

    /// Who runs, in the order of their start.
    public List<StackMember> members() {
        return members.all().stream().filter(StackMember::isAlive).toList();
    }

    public KafkaProcess kafka() {
        return member(KafkaSettings.NAME, KafkaProcess.class);
    }

    public PostgresProcess postgres(String name) {
        return member(name, PostgresProcess.class);
    }

    public ServiceProcess service(String name) {
        return member(name, ServiceProcess.class);
    }

    private <M extends StackMember> M member(String name, Class<M> kind) {
        return find(name)
                .filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name + " in this stack"));
    }

    private Optional<StackMember> find(String name) {
        // The newest of a name: one that was killed may have been started anew.
        return new ArrayList<>(members.all())
                .reversed().stream()
                        .filter(member -> member.name().equals(name))
                        .findFirst();
    }

    /// Stops everything, the last started group first. Further calls wait for the first.
    @Override
    public void close() {
        shutDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook waits or has run.
        }
    }

    /// The same by force, all at the same time: for processes that keep nothing and have no processes of their own.
    public void closeAtOnce() {
        members.killAll();
        close();
    }

    /// Whether its JVMs record for AOT caches.
    public boolean isRecorded() {
        return distribution.caches().areRecorded();
    }

    private synchronized void shutDown() {
        if (members.close()) {
            folder.close();
        }
    }
}
