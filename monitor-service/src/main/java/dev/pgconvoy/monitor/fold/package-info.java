/// The only writer of state: a Kafka Streams topology that folds each fact into its migration, exactly once, and says
/// what changed. It keeps what could not be read, waits for what comes too early, and notices who falls silent.
@NullMarked
package dev.pgconvoy.monitor.fold;

import org.jspecify.annotations.NullMarked;
