package dev.pgconvoy.monitor.live;

import dev.pgconvoy.postgres.TableName;

/// A table of one of a migration's databases.
record TableKey(String database, TableName table) {}
