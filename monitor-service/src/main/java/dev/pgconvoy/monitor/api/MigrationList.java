package dev.pgconvoy.monitor.api;

import dev.pgconvoy.migration.MigrationStatus;
import java.util.List;

/// @param migrations the newest first, without their reports
/// @param total how many there are, shown or not
record MigrationList(List<MigrationStatus> migrations, long total) {}
