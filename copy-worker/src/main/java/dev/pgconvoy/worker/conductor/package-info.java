/// Leads one migration: creates the databases, holds the snapshot, plans, dispatches what can run, finishes, reports.
@NullMarked
package dev.pgconvoy.worker.conductor;

import org.jspecify.annotations.NullMarked;
