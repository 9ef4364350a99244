/// Seeded faults in a cluster of real processes, and a checker that proves after each migration that what was announced
/// is what happened. The checker shares nothing with the engine: it asks the servers in plain SQL and reads the topics
/// with a consumer of its own.
@NullMarked
package dev.pgconvoy.it.faults;

import org.jspecify.annotations.NullMarked;
