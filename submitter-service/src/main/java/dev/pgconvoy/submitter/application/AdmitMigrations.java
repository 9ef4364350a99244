package dev.pgconvoy.submitter.application;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.submitter.model.Admission;
import dev.pgconvoy.submitter.model.AdmissionFact;
import dev.pgconvoy.submitter.model.AdmissionOrder;
import dev.pgconvoy.submitter.model.TargetQueue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Folds one fact into the queue of its target server and says what to announce.
public final class AdmitMigrations {

    /// In bytes of its JSON, beside the migration that runs and those that are remembered.
    private static final int LARGEST_QUEUE = 5 * 1024 * 1024;

    /// Nobody has led it.
    private static final int NO_EPOCH = 0;

    private final Map<ExecutorKind, Executor> executors;
    private final Admission admission;

    public AdmitMigrations(int queueLimit, List<Executor> executors) {
        this.executors = executors.stream().collect(Collectors.toMap(Executor::kind, Function.identity()));
        this.admission = new Admission(queueLimit, this.executors.keySet());
    }

    /// @param before null when nothing is known of this target server
    public Admitted admit(@Nullable TargetQueue before, AdmissionFact fact) {
        var queue = before == null ? TargetQueue.EMPTY : before;
        var decision = (isTooHeavy(queue, fact) ? admission.fullAt(queue) : admission).decide(queue, fact);
        return new Admitted(
                decision.next(),
                decision.next() != queue,
                decision.orders().stream()
                        .flatMap(order ->
                                event(order).stream().map(event -> new Announcement(event, order.traceparent())))
                        .toList(),
                decision.orders().stream()
                        .flatMap(order -> refusal(order).stream())
                        .findFirst());
    }

    /// A queue is one record of its store, and a record that the brokers refuse would stop everybody's admission.
    private static boolean isTooHeavy(TargetQueue queue, AdmissionFact fact) {
        return fact instanceof AdmissionFact.Validated validated
                && EventJson.write(queue.waiting()).length + EventJson.write(validated).length > LARGEST_QUEUE;
    }

    private Optional<MigrationEvent> event(AdmissionOrder order) {
        return switch (order) {
            case AdmissionOrder.Submit(var work, var attempt) ->
                Optional.of(executorOf(work.request().options().executor()).handOver(work, attempt));
            case AdmissionOrder.ConfirmStopped(var id, var hash, var _) ->
                Optional.of(new MigrationObserved(id, hash, new Observation.Stopped(NO_EPOCH, List.of())));
            case AdmissionOrder.Refuse(var id, var hash, var failure, var _) ->
                Optional.of(new MigrationObserved(
                        id, hash, new Observation.Failed(NO_EPOCH, failure, Optional.empty(), List.of())));
            case AdmissionOrder.PutAside _ -> Optional.empty();
        };
    }

    private static Optional<String> refusal(AdmissionOrder order) {
        return switch (order) {
            case AdmissionOrder.PutAside(var _, var reason) -> Optional.of(reason);
            case AdmissionOrder.Submit _, AdmissionOrder.ConfirmStopped _, AdmissionOrder.Refuse _ -> Optional.empty();
        };
    }

    private Executor executorOf(ExecutorKind kind) {
        return Optional.ofNullable(executors.get(kind))
                .orElseThrow(() -> new IllegalStateException("admitted without an executor: " + kind));
    }

    /// @param changed whether the queue must be saved
    /// @param refusal why the fact itself is a dead letter, if it is one
    public record Admitted(
            TargetQueue next, boolean changed, List<Announcement> announcements, Optional<String> refusal) {
        public Admitted {
            announcements = List.copyOf(announcements);
        }
    }

    public record Announcement(MigrationEvent event, Optional<String> traceparent) {}
}
