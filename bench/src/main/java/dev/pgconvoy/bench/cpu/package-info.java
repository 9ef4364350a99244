/// Processor time of process trees, from `/proc`: also of children that have ended, which their parents inherit.
@NullMarked
package dev.pgconvoy.bench.cpu;

import org.jspecify.annotations.NullMarked;
