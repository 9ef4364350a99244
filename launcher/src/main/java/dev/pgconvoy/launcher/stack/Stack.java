package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.exit.Reasons;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.Part;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;

/// A set of processes that starts together and ends together.
///
/// Start what others need first, then the others: [#close] stops in the opposite order, and so do a failed
/// start, the end of the JVM (Ctrl-C) and, where the kernel helps, its violent death. Closing also releases
/// the folder.
public final class Stack implements AutoCloseable {

    private final StackFolder folder;
    private final Distribution distribution;
    private final MemberRegistry members = new MemberRegistry();
    private final CompletableFuture<Member> loss = new CompletableFuture<>();
    private final Thread hook = Thread.ofPlatform().name("stop-stack").unstarted(this::shutDown);

    private Stack(StackFolder folder, Distribution distribution) {
        this.folder = folder;
        this.distribution = distribution;
    }

    /// Takes over the folder: closing the stack closes it.
    public static Stack in(StackFolder folder, Distribution distribution) {
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
    public void startAll(List<? extends Part> parts) {
        var group = members.openGroup();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = new ExecutorCompletionService<Void>(threads);
            parts.forEach(part -> starts.submit(() -> launch(part, group), null));
            try {
                awaitAll(starts, parts.size());
            } catch (StackException e) {
                // Interrupts the other starts; they give up at their next look.
                threads.shutdownNow();
                throw e;
            }
        } catch (StackException e) {
            close();
            throw e;
        }
    }

    private static void awaitAll(CompletionService<Void> starts, int count) {
        for (var i = 0; i < count; i++) {
            try {
                starts.take().get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof StackException failure
                        ? failure
                        : new StackException(
                                "The stack could not be started: " + Reasons.of(e.getCause()), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("The start was interrupted.", e);
            }
        }
    }

    private void launch(Part part, List<Member> group) {
        members.enter(Thread.currentThread());
        try {
            launchEntered(part, group);
        } finally {
            members.leave(Thread.currentThread());
        }
    }

    private void launchEntered(Part part, List<Member> group) {
        var member = switch (part) {
            case KafkaSettings kafka -> KafkaProcess.launch(kafka, folder, distribution);
            case PostgresSettings server -> PostgresProcess.launch(server, folder, distribution);
            case ServiceSettings service -> ServiceProcess.launch(service, folder, distribution);
        };
        members.add(member, group);
        member.awaitReady();
        member.onExit().thenAccept(this::noticeLoss);
    }

    private void noticeLoss(Member member) {
        if (!member.wasTold()) {
            loss.complete(member);
        }
    }

    /// Completes with the first member that ended unasked, after it had been ready.
    public CompletableFuture<Member> firstLoss() {
        return loss.copy();
    }

    /// Who runs, in the order of their start.
    public List<Member> members() {
        return members.all().stream().filter(Member::isAlive).toList();
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

    private <M extends Member> M member(String name, Class<M> kind) {
        return find(name)
                .filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> new IllegalArgumentException("there is no " + name + " in this stack"));
    }

    private Optional<Member> find(String name) {
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

    private synchronized void shutDown() {
        if (members.close()) {
            folder.close();
        }
    }
}
