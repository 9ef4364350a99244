package dev.pgconvoy.worker.waiting;

import dev.pgconvoy.secret.ServerSide;
import java.util.List;

/// A lock that one of our sessions waits for while others have it.
///
/// @param application of the session that waits
/// @param holders never empty
record LockWait(LockKey key, String application, String mode, List<LockHolder> holders) {

    LockWait {
        holders = List.copyOf(holders);
    }

    /// What is waited for, whichever of our sessions asks for it: some give up soon and ask again.
    ///
    /// @param kind such as `relation` or `transactionid`, as the server calls it
    /// @param relation its OID, 0 when the lock is none on a relation
    record LockKey(ServerSide side, String database, String kind, long relation) {}
}
