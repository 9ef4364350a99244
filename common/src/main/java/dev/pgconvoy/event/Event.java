package dev.pgconvoy.event;

/// What travels on a topic of ours. One class per topic; its JSON is the value of the record.
public sealed interface Event permits MigrationEvent, CopyEvent, FleetEvent {

    /// What it is about: its key and its `ce_subject`.
    String subject();
}
