package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/// Who has been started, in groups, and the threads that are starting more. Once it closes, those are
/// interrupted, and a latecomer is killed instead of being taken in.
final class MemberRegistry {

    private static final Duration GIVING_UP = Duration.ofSeconds(10);

    private final List<List<StackMember>> groups = new ArrayList<>();
    private final Set<Thread> starting = new HashSet<>();
    private boolean closed;

    synchronized List<StackMember> openGroup() {
        requireOpen();
        var group = new ArrayList<StackMember>();
        groups.add(group);
        return group;
    }

    synchronized void enter(Thread thread) {
        requireOpen();
        starting.add(thread);
    }

    synchronized void leave(Thread thread) {
        starting.remove(thread);
    }

    synchronized void add(StackMember member, List<StackMember> group) {
        if (closed) {
            member.kill();
        }
        requireOpen();
        group.add(member);
    }

    private void requireOpen() {
        if (closed) {
            throw new StackException("The stack is being stopped.");
        }
    }

    synchronized List<StackMember> all() {
        return groups.stream().flatMap(List::stream).toList();
    }

    /// Stops the groups from the last to the first, the members of one at the same time. An interrupt does not shorten
    /// it.
    ///
    /// @return false when it was closed before
    boolean close() {
        var interrupted = Thread.interrupted();
        try {
            var shut = shut();
            if (shut) {
                giveUpStarts();
                groups.reversed().forEach(MemberRegistry::stop);
            }
            return shut;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Before [#close], which then has nothing to wait for.
    void killAll() {
        var all = all();
        all.forEach(StackMember::beginKill);
        all.forEach(StackMember::kill);
    }

    private static void stop(List<StackMember> group) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            group.forEach(member -> threads.submit(member::stop));
        }
    }

    private void giveUpStarts() {
        for (var thread : nowStarting()) {
            thread.interrupt();
            try {
                thread.join(GIVING_UP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized List<Thread> nowStarting() {
        return List.copyOf(starting);
    }

    private synchronized boolean shut() {
        var first = !closed;
        closed = true;
        return first;
    }
}
