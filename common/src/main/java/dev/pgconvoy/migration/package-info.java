/// What a migration is: its id, request and options, and the pure state machine that folds facts into one state. No
/// clock, no I/O, no framework.
@NullMarked
package dev.pgconvoy.migration;

import org.jspecify.annotations.NullMarked;
