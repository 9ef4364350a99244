/// Pausing one migration and letting it go on.
@NullMarked
package dev.pgconvoy.monitor.api.pause;

import org.jspecify.annotations.NullMarked;
