/// Limits of what workers copy, as somebody has set them while migrations run, over HTTP.
@NullMarked
package dev.pgconvoy.monitor.limits;

import org.jspecify.annotations.NullMarked;
