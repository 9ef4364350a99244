/// Watches the migrations that Azure moves: asks for each of them at a bounded pace, says what changed, and cancels
/// what is to be cancelled. An outage of Azure only makes it wait.
@NullMarked
package dev.pgconvoy.monitor.azure;

import org.jspecify.annotations.NullMarked;
