package dev.pgconvoy.submitter.model;

import static dev.pgconvoy.submitter.SampleMigrations.NOON;
import static dev.pgconvoy.submitter.SampleMigrations.id;
import static dev.pgconvoy.submitter.SampleMigrations.request;

import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.submitter.model.AdmissionFact.CancelRequested;
import dev.pgconvoy.submitter.model.AdmissionFact.Ended;
import dev.pgconvoy.submitter.model.AdmissionFact.Stalled;
import dev.pgconvoy.submitter.model.AdmissionFact.Validated;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Facts in their order, with what was ordered on the last of them, in short: `submit a 1`, `stopped b`, `refuse c`.
record AdmissionScript(Admission admission, TargetQueue queue, List<AdmissionOrder> orders) {

    static final int QUEUE_LIMIT = 3;

    static final String HASH = "hash";

    static AdmissionScript begin() {
        return new AdmissionScript(
                new Admission(QUEUE_LIMIT, Set.of(ExecutorKind.WORKERS)), TargetQueue.EMPTY, List.of());
    }

    AdmissionScript then(AdmissionFact... facts) {
        var drama = this;
        for (var fact : facts) {
            var decision = admission.decide(drama.queue, fact);
            drama = new AdmissionScript(admission, decision.next(), decision.orders());
        }
        return drama;
    }

    List<String> ordered() {
        return orders.stream().map(AdmissionScript::brief).toList();
    }

    private static String brief(AdmissionOrder order) {
        return switch (order) {
            case AdmissionOrder.Submit(var work, var attempt) ->
                "submit %s %d".formatted(work.id().name(), attempt);
            case AdmissionOrder.ConfirmStopped(var id, var _, var _) -> "stopped " + id.name();
            case AdmissionOrder.Refuse(var id, var _, var _, var _) -> "refuse " + id.name();
            case AdmissionOrder.PutAside(var id, var _) -> "put aside " + id.name();
        };
    }

    static Acceptance accepted(Instant requestedAt) {
        return new Acceptance(HASH, requestedAt, Map.of());
    }

    static AdmissionFact validated(String name) {
        return validated(name, NOON);
    }

    static AdmissionFact validated(String name, Instant requestedAt) {
        return new Validated(request(name), true, accepted(requestedAt), Optional.empty());
    }

    static AdmissionFact checkedOnly(String name) {
        return new Validated(request(name), false, accepted(NOON), Optional.empty());
    }

    static AdmissionFact cancelled(String name, Instant at) {
        return new CancelRequested(id(name), at, Optional.empty());
    }

    static AdmissionFact ended(String name) {
        return new Ended(id(name), Optional.of(HASH));
    }

    /// The same id with another request.
    static AdmissionFact validatedOtherwise(String name) {
        return new Validated(request(name), true, new Acceptance("another", NOON, Map.of()), Optional.empty());
    }

    static AdmissionFact endedOtherwise(String name) {
        return new Ended(id(name), Optional.of("another"));
    }

    static AdmissionFact stalledOtherwise(String name) {
        return new Stalled(id(name), Optional.of("another"), 8);
    }

    static AdmissionFact stalled(String name, long revision) {
        return new Stalled(id(name), Optional.of(HASH), revision);
    }
}
