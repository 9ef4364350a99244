/// Measurements, what is concluded from them, and the page that shows both.
@NullMarked
package dev.pgconvoy.bench.result;

import org.jspecify.annotations.NullMarked;
