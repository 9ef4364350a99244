/// Moves the data: a conductor leads one migration, copiers carry out its tasks.
@NullMarked
package dev.pgconvoy.worker;

import org.jspecify.annotations.NullMarked;
