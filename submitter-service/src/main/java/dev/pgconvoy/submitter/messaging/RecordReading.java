package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.submitter.model.AdmissionFact;

/// A record that was read, or could not be.
sealed interface RecordReading {

    record Read(AdmissionFact fact) implements RecordReading {}

    /// It is about a fleet, or about a migration that may be of one.
    record OfFleets(FleetFact fact) implements RecordReading {}

    record Unreadable(OutgoingRecord letter) implements RecordReading {}
}
