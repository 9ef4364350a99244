package dev.pgconvoy.submitter.model;

import java.util.List;

/// The queue from now on, and what to do.
public record Decision(TargetQueue next, List<Order> orders) {

    public Decision {
        orders = List.copyOf(orders);
    }

    static Decision of(TargetQueue next, Order... orders) {
        return new Decision(next, List.of(orders));
    }
}
