package dev.pgconvoy.submitter.model;

import java.util.List;

/// The queue from now on, and what to do.
public record AdmissionDecision(TargetQueue next, List<AdmissionOrder> orders) {

    public AdmissionDecision {
        orders = List.copyOf(orders);
    }

    static AdmissionDecision of(TargetQueue next, AdmissionOrder... orders) {
        return new AdmissionDecision(next, List.of(orders));
    }
}
