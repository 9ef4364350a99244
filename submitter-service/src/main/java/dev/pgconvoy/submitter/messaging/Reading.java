package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.submitter.model.AdmissionFact;

/// A record that was read, or could not be.
sealed interface Reading {

    record Read(AdmissionFact fact) implements Reading {}

    /// It is about a fleet, or about a migration that may be of one.
    record OfFleets(FleetFact fact) implements Reading {}

    record Unreadable(OutgoingRecord letter) implements Reading {}
}
