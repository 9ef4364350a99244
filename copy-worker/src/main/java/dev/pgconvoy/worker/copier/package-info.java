/// Runs tasks: copies rows from server to server, builds indexes, compares content; each unit in one transaction with
/// its ledger row.
@NullMarked
package dev.pgconvoy.worker.copier;

import org.jspecify.annotations.NullMarked;
