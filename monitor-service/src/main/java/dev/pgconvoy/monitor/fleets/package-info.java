/// Fleets over HTTP: how each stands, a plan to apply, and what is wanted of one that is applied.
@NullMarked
package dev.pgconvoy.monitor.fleets;

import org.jspecify.annotations.NullMarked;
