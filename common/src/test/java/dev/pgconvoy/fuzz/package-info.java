/// Inputs that nobody would think of, for every parser of what comes from outside.
@NullMarked
package dev.pgconvoy.fuzz;

import org.jspecify.annotations.NullMarked;
