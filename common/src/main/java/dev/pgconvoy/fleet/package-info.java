/// Fleets: many servers that migrate as one plan, in waves, within limits and windows. The records are the fleet file;
/// [FleetFaults] says what is wrong with one. Nothing here knows topics, files or a clock.
@NullMarked
package dev.pgconvoy.fleet;

import org.jspecify.annotations.NullMarked;
