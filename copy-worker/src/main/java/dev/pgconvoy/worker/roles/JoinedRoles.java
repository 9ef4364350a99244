package dev.pgconvoy.worker.roles;

import java.sql.SQLException;
import java.util.List;

/// The roles that the target's user has joined for a migration, and is to leave when it ends, whoever leads it then.
public interface JoinedRoles {

    /// Called before they are joined: a leader that dies leaves nothing behind that is not noted.
    void note(List<String> roles) throws SQLException;

    /// Those that this leader and earlier ones have noted.
    List<String> noted() throws SQLException;
}
