/// What can go wrong, as values: findings for problems a check found, failures for work that could not be done, and the
/// classification of SQLSTATEs.
@NullMarked
package dev.pgconvoy.failure;

import org.jspecify.annotations.NullMarked;
