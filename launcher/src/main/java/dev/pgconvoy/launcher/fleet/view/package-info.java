/// Fleets for people: their plans, how they stand, and what became of them.
@NullMarked
package dev.pgconvoy.launcher.fleet.view;

import org.jspecify.annotations.NullMarked;
