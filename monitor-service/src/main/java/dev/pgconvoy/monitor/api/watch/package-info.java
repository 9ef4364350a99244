/// What those ask for who watch: the fleet in numbers, the tables, events and workers of running
/// migrations, and streams of what changes.
@NullMarked
package dev.pgconvoy.monitor.api.watch;

import org.jspecify.annotations.NullMarked;
