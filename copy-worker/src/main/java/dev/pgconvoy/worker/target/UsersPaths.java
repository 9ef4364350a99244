package dev.pgconvoy.worker.target;

import dev.pgconvoy.worker.SearchPath;
import java.sql.SQLException;
import java.util.List;

/// Tells with which search paths the users' own sessions begin, when a statement of theirs finds
/// no name.
public interface UsersPaths {

    UsersPaths NONE = List::of;

    List<SearchPath> find() throws SQLException;
}
