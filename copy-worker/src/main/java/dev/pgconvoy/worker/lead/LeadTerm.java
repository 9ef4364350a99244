package dev.pgconvoy.worker.lead;

import dev.pgconvoy.migration.MigrationId;

/// Under whose lead something is written: one conductor's, from its taking the lead until the next one does.
///
/// @param requestHash of the request that the migration stands for
/// @param epoch grows with each leader, see [LeadRegister]
public record LeadTerm(MigrationId id, String requestHash, int epoch) {}
