package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationStatus;

/// What the monitor announced, as listeners get it.
///
/// @param eventId `<migration id>:<revision>`
/// @param kind `substate-changed`, `completed` or `cancelled`
/// @param status without its report
public record AnnouncedStatus(String eventId, String kind, MigrationStatus status) {}
