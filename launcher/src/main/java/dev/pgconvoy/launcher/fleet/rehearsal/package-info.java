/// Rehearsals: migrations of a fleet's servers to a target of their own, whose databases
/// are dropped again. What is dropped is decided by the ledger that the rehearsal keeps in
/// each database that it makes.
@NullMarked
package dev.pgconvoy.launcher.fleet.rehearsal;

import org.jspecify.annotations.NullMarked;
