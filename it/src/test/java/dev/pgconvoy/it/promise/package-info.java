/// Random databases that are checked and then moved, to see whether what passes the checks does not fail, and whether
/// what the checks refuse would have failed.
@NullMarked
package dev.pgconvoy.it.promise;

import org.jspecify.annotations.NullMarked;
