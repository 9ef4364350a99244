/// How a fleet stands: as a whole, its waves, its servers, and what has just changed.
@NullMarked
package dev.pgconvoy.fleet.status;

import org.jspecify.annotations.NullMarked;
