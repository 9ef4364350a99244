/// What a migration is expected to take: sizes that the checks read, rates that they measured, and what follows from
/// both.
@NullMarked
package dev.pgconvoy.migration.estimate;

import org.jspecify.annotations.NullMarked;
