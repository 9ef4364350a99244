/// The state machine: folds the facts about one migration, in whatever order they come,
/// into one state and says what to announce. Pure: no clock, no I/O. A fact that changes
/// nothing returns the same instance, and nothing is announced.
@NullMarked
package dev.pgconvoy.lifecycle;

import org.jspecify.annotations.NullMarked;
