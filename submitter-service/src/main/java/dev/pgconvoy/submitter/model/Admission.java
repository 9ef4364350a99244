package dev.pgconvoy.submitter.model;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.submitter.model.AdmissionFact.CancelRequested;
import dev.pgconvoy.submitter.model.AdmissionFact.Ended;
import dev.pgconvoy.submitter.model.AdmissionFact.Stalled;
import dev.pgconvoy.submitter.model.AdmissionFact.Validated;
import dev.pgconvoy.submitter.model.AdmissionOrder.ConfirmStopped;
import dev.pgconvoy.submitter.model.AdmissionOrder.PutAside;
import dev.pgconvoy.submitter.model.AdmissionOrder.Refuse;
import dev.pgconvoy.submitter.model.AdmissionOrder.Submit;
import java.util.Optional;
import java.util.Set;

/// Decides who may use a target server. Facts may come twice, late, or ahead of the ones before them; the first
/// validation of an id counts, and says which request the id stands for. Facts about another one are put aside.
///
/// @param queueLimit how many may wait for one server
/// @param executors the kinds that this installation has
public record Admission(int queueLimit, Set<ExecutorKind> executors) {

    private static final int LARGEST_QUEUE = 1_000;

    public Admission {
        executors = Set.copyOf(executors);
        if (queueLimit < 1 || queueLimit > LARGEST_QUEUE) {
            throw new IllegalArgumentException("pgconvoy.admission.queue-limit must be between 1 and %d, and is %d"
                    .formatted(LARGEST_QUEUE, queueLimit));
        }
    }

    /// The same, for a queue that takes nobody more.
    public Admission fullAt(TargetQueue queue) {
        return new Admission(Math.clamp(queue.waiting().size(), 1, queueLimit), executors);
    }

    public AdmissionDecision decide(TargetQueue queue, AdmissionFact fact) {
        var known = queue.requestHashOf(fact.id());
        if (known.isPresent()
                && fact.requestHash().filter(hash -> !hash.equals(known.get())).isPresent()) {
            return AdmissionDecision.of(
                    queue,
                    new PutAside(
                            fact.id(),
                            "it is about another request than the one that migration %s stands for (requestHash %s)"
                                    .formatted(fact.id(), known.get())));
        }
        return switch (fact) {
            case Validated validated -> validated(queue, validated);
            case CancelRequested cancel -> cancelRequested(queue, cancel);
            case Ended(var id, var hash) -> ended(queue, id, hash);
            case Stalled(var id, var _, var revision) -> stalled(queue, id, revision);
        };
    }

    private AdmissionDecision validated(TargetQueue queue, Validated fact) {
        if (queue.isActive(fact.id()) || queue.isWaiting(fact.id())) {
            return AdmissionDecision.of(queue);
        }
        var memory = queue.memoryOf(fact.id());
        if (memory.isEmpty()) {
            return admit(queue, fact);
        }
        if (!memory.get().forbids(fact.acceptance().requestedAt())) {
            return admit(queue.forget(fact.id()), fact);
        }
        return memory.get().ended()
                ? AdmissionDecision.of(queue)
                : AdmissionDecision.of(
                        queue.remember(memory.get().endedNow(fact.requestHash())),
                        new ConfirmStopped(fact.id(), fact.requestHash(), fact.traceparent()));
    }

    private AdmissionDecision admit(TargetQueue queue, Validated fact) {
        if (!fact.toBeMoved()) {
            return AdmissionDecision.of(queue.remember(PastMigration.ended(fact.id(), fact.requestHash())));
        }
        var executor = fact.request().options().executor();
        if (!executors.contains(executor)) {
            return refuse(
                    queue,
                    fact,
                    "This installation has no executor of the kind %s.".formatted(executor.text()),
                    "Request it again under another name with an executor that it has: %s."
                            .formatted(String.join(
                                    ", ",
                                    executors.stream()
                                            .map(ExecutorKind::text)
                                            .sorted()
                                            .toList())));
        }
        var work = new QueuedMigration(fact.request(), fact.acceptance(), fact.traceparent());
        if (queue.active().isEmpty()) {
            return AdmissionDecision.of(queue.activate(ActiveMigration.first(work)), new Submit(work, 1));
        }
        if (queue.waiting().size() >= queueLimit) {
            return refuse(
                    queue,
                    fact,
                    "%d migrations wait for this target server already.".formatted(queueLimit),
                    "Request it again under another name when some have ended, or raise pgconvoy.admission.queue-limit.");
        }
        return AdmissionDecision.of(queue.enqueue(work));
    }

    private static AdmissionDecision refuse(TargetQueue queue, Validated fact, String message, String remedy) {
        var failure = new Failure(FailureCode.REQUEST_REFUSED, "migration " + fact.id(), message, remedy);
        return AdmissionDecision.of(
                queue.remember(PastMigration.ended(fact.id(), fact.requestHash())),
                new Refuse(fact.id(), fact.requestHash(), failure, fact.traceparent()));
    }

    /// An active migration is stopped by whoever leads it. For all others we can say that nobody writes; an ended one
    /// may have ended without the monitor's knowing that, so it is answered, too.
    private static AdmissionDecision cancelRequested(TargetQueue queue, CancelRequested fact) {
        if (queue.isActive(fact.id())) {
            return AdmissionDecision.of(queue);
        }
        var hash = queue.requestHashOf(fact.id());
        var stopped = new ConfirmStopped(fact.id(), hash, fact.traceparent());
        if (queue.isWaiting(fact.id())) {
            return AdmissionDecision.of(
                    queue.retire(PastMigration.ended(fact.id(), hash).cancelled(fact.at())), stopped);
        }
        var memory = queue.memoryOf(fact.id());
        return memory.filter(known -> known.answers(fact.at())).isPresent()
                ? AdmissionDecision.of(queue)
                : AdmissionDecision.of(
                        queue.remember(memory.orElse(PastMigration.unheardOf(fact.id()))
                                .cancelled(fact.at())),
                        stopped);
    }

    private static AdmissionDecision ended(TargetQueue queue, MigrationId id, Optional<String> saidHash) {
        var memory = queue.memoryOf(id);
        if (memory.filter(PastMigration::ended).isPresent()) {
            return AdmissionDecision.of(queue);
        }
        var hash = queue.requestHashOf(id).or(() -> saidHash);
        var without = queue.retire(memory.orElse(PastMigration.unheardOf(id)).endedNow(hash));
        if (without.active().isPresent() || without.waiting().isEmpty()) {
            return AdmissionDecision.of(without);
        }
        var promoted = without.promote();
        return AdmissionDecision.of(promoted, new Submit(without.waiting().getFirst(), 1));
    }

    private static AdmissionDecision stalled(TargetQueue queue, MigrationId id, long revision) {
        return queue.active()
                .filter(active -> active.is(id) && revision > active.stallRevision())
                .map(active -> active.again(revision))
                .map(again -> AdmissionDecision.of(queue.activate(again), new Submit(again.work(), again.attempt())))
                .orElse(AdmissionDecision.of(queue));
    }
}
