package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who has a target server, who waits for it, and who is remembered.
///
/// @param waiting first come, first served
/// @param memories oldest first, at most [#MOST_MEMORIES]
/// @param changedAt when it was kept the last time; empty when that was by an earlier version
public record TargetQueue(
        Optional<ActiveMigration> active,
        List<QueuedMigration> waiting,
        List<PastMigration> memories,
        Optional<Instant> changedAt) {

    static final int MOST_MEMORIES = 1_000;

    public static final TargetQueue EMPTY = new TargetQueue(Optional.empty(), List.of(), List.of(), Optional.empty());

    public TargetQueue {
        waiting = List.copyOf(waiting);
        memories = List.copyOf(memories);
    }

    boolean isActive(MigrationId id) {
        return active.filter(one -> one.is(id)).isPresent();
    }

    boolean isWaiting(MigrationId id) {
        return waiting.stream().anyMatch(work -> work.id().equals(id));
    }

    /// Of the request that the id stands for, as far as it is known here.
    Optional<String> requestHashOf(MigrationId id) {
        return Stream.concat(active.map(ActiveMigration::work).stream(), waiting.stream())
                .filter(work -> work.id().equals(id))
                .findFirst()
                .map(QueuedMigration::requestHash)
                .or(() -> memoryOf(id).flatMap(PastMigration::requestHash));
    }

    Optional<PastMigration> memoryOf(MigrationId id) {
        return memories.stream().filter(memory -> memory.id().equals(id)).findFirst();
    }

    TargetQueue activate(ActiveMigration next) {
        return new TargetQueue(Optional.of(next), waiting, memories, changedAt);
    }

    TargetQueue enqueue(QueuedMigration work) {
        return new TargetQueue(
                active, Stream.concat(waiting.stream(), Stream.of(work)).toList(), memories, changedAt);
    }

    /// Takes it out of the queue or off the server, and remembers it.
    TargetQueue retire(PastMigration memory) {
        return new TargetQueue(
                        active.filter(one -> !one.is(memory.id())),
                        waiting.stream()
                                .filter(work -> !work.id().equals(memory.id()))
                                .toList(),
                        memories,
                        changedAt)
                .remember(memory);
    }

    TargetQueue remember(PastMigration memory) {
        var others = forget(memory.id()).memories;
        var kept = others.subList(Math.max(0, others.size() + 1 - MOST_MEMORIES), others.size());
        return new TargetQueue(
                active, waiting, Stream.concat(kept.stream(), Stream.of(memory)).toList(), changedAt);
    }

    TargetQueue forget(MigrationId id) {
        return new TargetQueue(
                active,
                waiting,
                memories.stream().filter(memory -> !memory.id().equals(id)).toList(),
                changedAt);
    }

    public TargetQueue keptAt(Instant now) {
        var dated = memories.stream().map(memory -> memory.rememberedAt(now)).toList();
        return new TargetQueue(active, waiting, dated, Optional.of(now));
    }

    /// Without what has not changed since the given time.
    ///
    /// @return this when there is no such memory
    public TargetQueue withoutMemoriesFrom(Instant before) {
        return keeping(
                memories.stream().filter(memory -> !memory.isFromBefore(before)).toList());
    }

    /// Without cancellations of migrations that nobody has heard of, older than the given time:
    /// whoever can name one can name any number.
    ///
    /// @return this when there is none
    public TargetQueue withoutStrangers(Instant olderThan) {
        return keeping(memories.stream()
                .filter(memory -> !memory.isOfStrangerBefore(olderThan))
                .toList());
    }

    private TargetQueue keeping(List<PastMigration> some) {
        return some.size() == memories.size() ? this : new TargetQueue(active, waiting, some, changedAt);
    }

    /// Whether nobody has or waits for the server, and what is remembered is older than the given time.
    public boolean isForgettable(Instant olderThan) {
        return active.isEmpty()
                && waiting.isEmpty()
                && (memories.isEmpty()
                        || changedAt.filter(at -> at.isBefore(olderThan)).isPresent());
    }

    /// The first of the queue gets the server.
    TargetQueue promote() {
        return new TargetQueue(
                Optional.of(ActiveMigration.first(waiting.getFirst())),
                waiting.subList(1, waiting.size()),
                memories,
                changedAt);
    }
}
