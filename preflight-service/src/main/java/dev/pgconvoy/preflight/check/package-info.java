/// The checks, one class each: a query, a row record, and a pure `assess` from the row to findings. [Checks] is the
/// literal list of them; a new check is a new class and a new line there. They reach the servers only through
/// [ServerAccess].
@NullMarked
package dev.pgconvoy.preflight.check;

import org.jspecify.annotations.NullMarked;
