/// The embedded stack: Kafka, PostgreSQL servers and our services as real processes on this machine, so
/// that one command needs nothing installed and tests can kill what they like. Every process listens on
/// 127.0.0.1 only, writes to a log of its own, and ends with the launcher, however that ends.
@NullMarked
package dev.pgconvoy.launcher.stack;

import org.jspecify.annotations.NullMarked;
