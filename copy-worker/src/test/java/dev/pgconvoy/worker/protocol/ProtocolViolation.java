package dev.pgconvoy.worker.protocol;

/// What must never be true.
enum ProtocolViolation {
    NONE,
    /// I2: something was changed for an older leader after a newer one had ended all sessions of it.
    OLDER_LEADER_WROTE,
    /// I3: something on the target was changed after an end was announced.
    WRITTEN_AFTER_THE_END,
    TWO_ENDS,
    /// Finished was announced of a database that is not complete.
    FINISHED_IS_NOT_TRUE,
    /// Failed or stopped was announced while somebody could still write.
    FENCE_OPEN_AFTER_THE_END,
    REGISTER_LEFT_BEHIND,
    FOREIGN_DATABASE_DROPPED,
    FINISHED_DATABASE_DROPPED,
    /// Rows of one snapshot came into the copy of another.
    SNAPSHOTS_MIXED,
    /// A conductor has the record or may get it, nothing breaks any more, and no end can be announced.
    DEAD_END,
}
