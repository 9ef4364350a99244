package dev.pgconvoy.worker.waiting;

import static dev.pgconvoy.postgres.Identifiers.literal;

import java.time.Instant;
import java.util.Optional;

/// Who holds a lock that we wait for, or waits for it ahead of us.
sealed interface LockHolder {

    /// In the words of a sentence.
    String described();

    /// What ends it.
    String remedy();

    /// @param user the kind of process where it has none
    /// @param since when its transaction began; empty when we may not see it
    record Session(int pid, String user, String application, Optional<Instant> since) implements LockHolder {

        @Override
        public String described() {
            return "pid %d (user \"%s\", application \"%s\", in a transaction %s)"
                    .formatted(
                            pid,
                            user,
                            application,
                            since.map(when -> "since " + when)
                                    .orElse("of which only members of pg_read_all_stats see since when"));
        }

        @Override
        public String remedy() {
            return "SELECT pg_terminate_backend(%d);".formatted(pid);
        }
    }

    record PreparedTransaction(String gid, String owner, Instant since) implements LockHolder {

        @Override
        public String described() {
            return "the prepared transaction %s (user \"%s\", prepared %s)".formatted(literal(gid), owner, since);
        }

        @Override
        public String remedy() {
            return "COMMIT PREPARED %1$s; or ROLLBACK PREPARED %1$s;".formatted(literal(gid));
        }
    }
}
