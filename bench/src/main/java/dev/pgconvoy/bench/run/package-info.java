/// Decides which contender runs when, and what is measured before and after each run.
@NullMarked
package dev.pgconvoy.bench.run;

import org.jspecify.annotations.NullMarked;
