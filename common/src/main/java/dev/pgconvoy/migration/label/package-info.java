/// Labels by which migrations are found again: pairs of texts that whoever requests a
/// migration gives it, and filters over them.
@NullMarked
package dev.pgconvoy.migration.label;

import org.jspecify.annotations.NullMarked;
