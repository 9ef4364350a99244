/// Admits validated migrations, one at a time per target server, and hands each to the executor that will move its
/// data.
@NullMarked
package dev.pgconvoy.submitter;

import org.jspecify.annotations.NullMarked;
