/// Decides which migration of which fleet may begin: [Scheduler] folds facts and says what follows. It reads no clock
/// and does no input or output, so the submitter runs it inside its topology, and [Forecast] runs the very same code
/// ahead of time.
@NullMarked
package dev.pgconvoy.fleet.schedule;

import org.jspecify.annotations.NullMarked;
