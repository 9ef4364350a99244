package dev.pgconvoy.it.faults;

/// Who can be killed or suspended. Conductor and copier are told apart at the moment of the fault.
enum ProcessKind {
    CONDUCTOR,
    COPIER,
    ALL_WORKERS,
    PREFLIGHT,
    SUBMITTER,
    MONITOR,
    BROKER
}
