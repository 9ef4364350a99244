package dev.pgconvoy.submitter.model;

import dev.pgconvoy.migration.MigrationId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who has a target server, who waits for it, and who is remembered.
///
/// @param waiting first come, first served
/// @param memories oldest first, at most [#MOST_MEMORIES]
public record TargetQueue(Optional<Active> active, List<Work> waiting, List<Memory> memories) {

    static final int MOST_MEMORIES = 1_000;

    public static final TargetQueue EMPTY = new TargetQueue(Optional.empty(), List.of(), List.of());

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
        return Stream.concat(active.map(Active::work).stream(), waiting.stream())
                .filter(work -> work.id().equals(id))
                .findFirst()
                .map(Work::requestHash)
                .or(() -> memoryOf(id).flatMap(Memory::requestHash));
    }

    Optional<Memory> memoryOf(MigrationId id) {
        return memories.stream().filter(memory -> memory.id().equals(id)).findFirst();
    }

    TargetQueue activate(Active next) {
        return new TargetQueue(Optional.of(next), waiting, memories);
    }

    TargetQueue enqueue(Work work) {
        return new TargetQueue(
                active, Stream.concat(waiting.stream(), Stream.of(work)).toList(), memories);
    }

    /// Takes it out of the queue or off the server, and remembers it.
    TargetQueue retire(Memory memory) {
        return new TargetQueue(
                        active.filter(one -> !one.is(memory.id())),
                        waiting.stream()
                                .filter(work -> !work.id().equals(memory.id()))
                                .toList(),
                        memories)
                .remember(memory);
    }

    TargetQueue remember(Memory memory) {
        var others = forget(memory.id()).memories;
        var kept = others.subList(Math.max(0, others.size() + 1 - MOST_MEMORIES), others.size());
        return new TargetQueue(
                active, waiting, Stream.concat(kept.stream(), Stream.of(memory)).toList());
    }

    TargetQueue forget(MigrationId id) {
        return new TargetQueue(
                active,
                waiting,
                memories.stream().filter(memory -> !memory.id().equals(id)).toList());
    }

    /// The first of the queue gets the server.
    TargetQueue promote() {
        return new TargetQueue(
                Optional.of(Active.first(waiting.getFirst())), waiting.subList(1, waiting.size()), memories);
    }
}
