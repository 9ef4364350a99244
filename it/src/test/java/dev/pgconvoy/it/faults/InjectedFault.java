package dev.pgconvoy.it.faults;

import java.util.EnumSet;
import java.util.Set;

/// What happens to a migration. Those that strike a process say which kind, the others are described in
/// [FaultInjector].
enum InjectedFault {
    CONDUCTOR_KILLED,
    COPIER_KILLED,
    ALL_WORKERS_KILLED,
    PREFLIGHT_KILLED,
    SUBMITTER_KILLED,
    MONITOR_KILLED,
    BROKER_KILLED,
    CONDUCTOR_SUSPENDED,
    COPIER_SUSPENDED,
    ALL_WORKERS_SUSPENDED,
    PREFLIGHT_SUSPENDED,
    SUBMITTER_SUSPENDED,
    MONITOR_SUSPENDED,
    BROKER_SUSPENDED,
    PARTITION_LEADERS_CHANGED,
    TARGET_RESTARTED_FAST,
    TARGET_RESTARTED_IMMEDIATE,
    SOURCE_RESTARTED_FAST,
    SOURCE_RESTARTED_IMMEDIATE,
    TARGET_SESSIONS_ENDED,
    SOURCE_SESSIONS_ENDED,
    TARGET_LINES_CUT,
    SOURCE_LINES_CUT,
    TARGET_LINES_FROZEN,
    SOURCE_LINES_FROZEN,
    TARGET_LINES_HALF_OPEN,
    SOURCE_LINES_HALF_OPEN,
    LINES_DELAYED,
    LEDGER_HELD_BY_SUPERUSER,
    TOO_MANY_CONNECTIONS,
    TARGET_DISK_FULL,
    TARGET_TABLE_LOCKED,
    TARGET_TABLE_WRITTEN,
    TARGET_DEADLOCKS,
    SOURCE_WRITTEN,
    RECORDS_REPEATED,
    CANCEL_REQUESTED,
    CANCELLED_AND_RESUMED,
    SERVER_UNDER_TWO_NAMES;

    private static final Set<SeenPhase> BEFORE_ITS_END =
            EnumSet.complementOf(EnumSet.of(SeenPhase.CLOSING, SeenPhase.ANNOUNCED));

    /// Whether the two can meet: who has ended is not cancelled or resumed, and who closes is already cancelled.
    boolean canMeet(SeenPhase phase) {
        return switch (this) {
            case CANCEL_REQUESTED, CANCELLED_AND_RESUMED, SERVER_UNDER_TWO_NAMES -> BEFORE_ITS_END.contains(phase);
            case CONDUCTOR_KILLED,
                    COPIER_KILLED,
                    ALL_WORKERS_KILLED,
                    PREFLIGHT_KILLED,
                    SUBMITTER_KILLED,
                    MONITOR_KILLED,
                    BROKER_KILLED,
                    CONDUCTOR_SUSPENDED,
                    COPIER_SUSPENDED,
                    ALL_WORKERS_SUSPENDED,
                    PREFLIGHT_SUSPENDED,
                    SUBMITTER_SUSPENDED,
                    MONITOR_SUSPENDED,
                    BROKER_SUSPENDED,
                    PARTITION_LEADERS_CHANGED,
                    TARGET_RESTARTED_FAST,
                    TARGET_RESTARTED_IMMEDIATE,
                    SOURCE_RESTARTED_FAST,
                    SOURCE_RESTARTED_IMMEDIATE,
                    TARGET_SESSIONS_ENDED,
                    SOURCE_SESSIONS_ENDED,
                    TARGET_LINES_CUT,
                    SOURCE_LINES_CUT,
                    TARGET_LINES_FROZEN,
                    SOURCE_LINES_FROZEN,
                    TARGET_LINES_HALF_OPEN,
                    SOURCE_LINES_HALF_OPEN,
                    LINES_DELAYED,
                    LEDGER_HELD_BY_SUPERUSER,
                    TOO_MANY_CONNECTIONS,
                    TARGET_DISK_FULL,
                    TARGET_TABLE_LOCKED,
                    TARGET_TABLE_WRITTEN,
                    TARGET_DEADLOCKS,
                    SOURCE_WRITTEN,
                    RECORDS_REPEATED -> true;
        };
    }

    boolean cancels() {
        return this == CANCEL_REQUESTED || this == CANCELLED_AND_RESUMED;
    }
}
