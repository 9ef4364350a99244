package dev.pgconvoy.event;

import dev.pgconvoy.migration.MigrationId;

/// What travels on a topic of ours. One class per topic; its JSON is the value of the record.
public sealed interface Event permits MigrationEvent, CopyEvent {

    /// The migration that it is about: its key and its `ce_subject`.
    MigrationId id();
}
