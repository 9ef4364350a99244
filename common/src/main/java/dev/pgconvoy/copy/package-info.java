/// What copiers do: the kinds of work that a task may carry, and their units.
@NullMarked
package dev.pgconvoy.copy;

import org.jspecify.annotations.NullMarked;
