package dev.pgconvoy.worker.wire;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.SortedMap;

/// What became of scripts that ran whatever became of the others, by their index.
///
/// @param refused had no effect
/// @param warned ran, and a right was not given or not taken away; only where the session lets warnings through
public record EachScript(SortedMap<Integer, SQLException> refused, SortedMap<Integer, SQLWarning> warned) {}
