/// What a migration will take: the sizes of what moves, a short measurement of both
/// servers and of the way to them, and a model that makes durations of both. Its
/// constants come from docs/benchmarks.md.
@NullMarked
package dev.pgconvoy.preflight.estimate;

import org.jspecify.annotations.NullMarked;
