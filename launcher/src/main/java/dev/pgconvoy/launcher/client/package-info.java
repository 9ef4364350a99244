/// A plain Kafka client of a running installation: publishes requests, follows what becomes of them, reads the recorded
/// states.
@NullMarked
package dev.pgconvoy.launcher.client;

import org.jspecify.annotations.NullMarked;
