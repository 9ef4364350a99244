package dev.pgconvoy.fleet;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// What is wrong with a fleet.
///
/// @param pointer where, as a JSON pointer into the file (`/spec/waves/0/window`); empty
/// when no part of it is at fault
/// @param message what, and what to do about it
public record FleetFault(String pointer, String message) {

    /// Why a plan is refused that may well be in order.
    public static FleetFault ofAll(String message) {
        return new FleetFault("", message);
    }

    @JsonIgnore
    public boolean isOfAll() {
        return pointer.isEmpty();
    }
}
