/// What a preflight talks about: the two sides, the databases of the source, which of them move, and the report with
/// its documented codes. Pure values.
@NullMarked
package dev.pgconvoy.preflight.model;

import org.jspecify.annotations.NullMarked;
