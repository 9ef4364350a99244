/// Keeps rules about the sources of all modules that no compiler knows.
@NullMarked
package dev.pgconvoy.convention;

import org.jspecify.annotations.NullMarked;
