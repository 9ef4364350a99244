package dev.pgconvoy.worker.roles;

import java.sql.SQLException;
import java.util.List;

/// The roles that the target's user has joined for a migration, and is to leave when it ends, whoever leads it then.
public interface JoinedRoles {

    /// In one transaction, while no other migration on this server joins or leaves. The rest is called in it.
    void alone(Change change) throws SQLException;

    interface Change {
        void run() throws SQLException;
    }

    /// Called before they are joined: a leader that dies leaves nothing behind that is not noted.
    void note(List<String> roles) throws SQLException;

    /// Those that this leader and earlier ones have noted.
    List<String> noted() throws SQLException;

    /// Those that other migrations on this server have noted: who joined first is not who needs it last.
    List<String> notedByOthers() throws SQLException;

    /// Called when none of them is needed any more.
    void forget() throws SQLException;
}
