/// Pauses of single migrations: what somebody wants, read from `migration.pauses` by each
/// worker, and how the work on a migration waits for the end of its pause (ADR 18).
@NullMarked
package dev.pgconvoy.worker.pause;

import org.jspecify.annotations.NullMarked;
