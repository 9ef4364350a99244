/// Fleets that run on a virtual clock with executors that only take time, and a checker that believes the log of events
/// alone.
@NullMarked
package dev.pgconvoy.fleet.simulation;

import org.jspecify.annotations.NullMarked;
