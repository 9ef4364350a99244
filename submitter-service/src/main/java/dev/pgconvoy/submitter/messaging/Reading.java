package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.submitter.model.AdmissionFact;

/// A record that was read, or could not be.
sealed interface Reading {

    record Read(AdmissionFact fact) implements Reading {}

    record Unreadable(OutgoingRecord letter) implements Reading {}
}
