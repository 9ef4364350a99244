/// Looks at both servers of a requested migration and says, as findings, whether it can work, before anything is
/// touched.
@NullMarked
package dev.pgconvoy.preflight;

import org.jspecify.annotations.NullMarked;
