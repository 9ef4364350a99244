/// The order of the day: who runs when, what is looked at before and after.
@NullMarked
package dev.pgconvoy.bench.run;

import org.jspecify.annotations.NullMarked;
