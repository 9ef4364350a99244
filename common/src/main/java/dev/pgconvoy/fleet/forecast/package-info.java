/// When the migrations of a fleet are likely to begin and to end: the scheduler itself, run ahead of time.
@NullMarked
package dev.pgconvoy.fleet.forecast;

import org.jspecify.annotations.NullMarked;
