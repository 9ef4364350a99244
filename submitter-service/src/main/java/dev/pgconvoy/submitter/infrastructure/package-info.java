/// Runs the topology: its settings, its start and its end, and whether it is ready.
@NullMarked
package dev.pgconvoy.submitter.infrastructure;

import org.jspecify.annotations.NullMarked;
