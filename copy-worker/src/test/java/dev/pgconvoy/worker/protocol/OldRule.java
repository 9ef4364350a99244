package dev.pgconvoy.worker.protocol;

/// A rule that ADR 10 replaced or that it must not be read as. Each is put into the model alone to show
/// that the explorer finds what goes wrong with it.
enum OldRule {
    /// The epoch is the broker's delivery count, which the broker may forget.
    EPOCH_FROM_DELIVERY_COUNT,
    /// A lost leader session is opened again, and the work goes on without a look at the register.
    NO_LOOK_WHEN_REOPENING,
    /// Overwriting is permission to drop whatever has the name.
    OVERWRITE_BY_NAME,
    /// The database is dropped by its name, a moment after the look at its OID.
    LOOK_THEN_DROP_BY_NAME,
    /// The history is read before the lock is taken.
    HISTORY_BEFORE_LOCK,
    /// A second attempt does not see the facts of the first.
    HISTORY_OF_LAST_ATTEMPT_ONLY,
    /// Failed and stopped are announced although the database could not be closed.
    ANNOUNCE_ALTHOUGH_CLOSING_FAILED,
    /// Whoever hears of a cancel or a failure closes the database and announces, whatever its epoch.
    END_WITHOUT_DECISION,
    /// A closed fence counts as a newer leader, also for the one that has to complete the end.
    CLOSED_FENCE_IS_A_NEWER_LEADER,
    /// A conductor that finds itself overtaken acknowledges its record.
    FENCED_ACCEPTS,
    /// A unit is done when a result of the same epoch says so.
    DONE_BY_MESSAGE,
    /// A new attempt of a conductor keeps the epoch of the one before.
    ATTEMPTS_SHARE_AN_EPOCH,
    /// The register names the epoch, not whose it is, and a conductor believes in an epoch that it did not see
    /// committed.
    EPOCH_WITHOUT_RUN,
    /// An end that a conductor announces without the lock, as nobody led, counts whatever was said before it.
    END_WITHOUT_LOCK,
    /// Whoever announces such an end accepts the record without looking whether it counts.
    UNLED_END_IS_NOT_READ_AGAIN,
    /// The epoch is committed before it is said that it begins.
    BEGAN_AFTER_THE_COMMIT,
    /// A decided end without a row in the register is complete, whatever the databases show.
    NO_ROW_MEANS_DONE,
    /// The next epoch is the one after the register's, whatever was said of epochs.
    EPOCH_FROM_TARGET_ALONE,
    /// Of several decided ends, the one that was said last counts.
    LAST_WORD_OF_AN_END_COUNTS,
    /// Whoever finds that the target does not show a decided end begins anew, without reading the history again.
    ANEW_WITHOUT_READING_AGAIN,
    /// All epochs build the database under one name.
    ONE_BUILDING_NAME,
}
