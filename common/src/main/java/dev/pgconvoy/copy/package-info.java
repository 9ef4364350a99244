/// Work for copiers: the tasks a conductor dispatches, the results and the progress that come back.
@NullMarked
package dev.pgconvoy.copy;

import org.jspecify.annotations.NullMarked;
