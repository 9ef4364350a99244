/// The databases that are moved: deterministic, scalable, each hard in its own way.
@NullMarked
package dev.pgconvoy.bench.workload;

import org.jspecify.annotations.NullMarked;
