/// Looks at both servers of a requested migration and says, as findings, whether it can work, before anything is
/// touched. `messaging` takes the request, `application` runs the `check`s on the two servers that `infrastructure`
/// opens, and the report of `model` goes out as an event.
@NullMarked
package dev.pgconvoy.preflight;

import org.jspecify.annotations.NullMarked;
