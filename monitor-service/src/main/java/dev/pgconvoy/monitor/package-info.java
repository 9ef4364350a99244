/// Folds every fact about a migration into one state, announces what changed, and shows it to people and machines.
@NullMarked
package dev.pgconvoy.monitor;

import org.jspecify.annotations.NullMarked;
