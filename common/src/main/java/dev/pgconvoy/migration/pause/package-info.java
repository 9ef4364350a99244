/// A running migration that is paused: who wanted it, why and until when.
@NullMarked
package dev.pgconvoy.migration.pause;

import org.jspecify.annotations.NullMarked;
