package dev.pgconvoy.it.faults;

import java.time.Duration;

/// What is measured, and how long it may take.
enum RecoveryMeasure {
    COPIER_KILLED("as many copies run as before", Duration.ofSeconds(2)),
    CONDUCTOR_KILLED("another conductor tells of progress", Duration.ofSeconds(5)),
    CONDUCTOR_SUSPENDED("another conductor tells of progress", FaultCluster.LEASE.plusSeconds(5)),
    ALL_WORKERS_KILLED_AND_RESTARTED("a conductor tells of progress", Duration.ofSeconds(15)),
    MONITOR_KILLED("a change is told", Duration.ofSeconds(10)),
    SOURCE_RESTARTED("a new copy reads from the source", Duration.ofSeconds(15));

    private final String goesOnWhen;
    private final Duration bound;

    RecoveryMeasure(String goesOnWhen, Duration bound) {
        this.goesOnWhen = goesOnWhen;
        this.bound = bound;
    }

    String goesOnWhen() {
        return goesOnWhen;
    }

    Duration bound() {
        return bound;
    }
}
