package dev.pgconvoy.monitor.fleets;

/// What somebody wants of a fleet is published.
///
/// @param eventId of the event; the submitter's answer on `fleet.changed` has it as `cause`
public record AcceptedRequest(String eventId) {}
