/// The fence and the memory of a migration, in each target database: what is done commits together with its
/// ledger row, and only for the newest epoch.
@NullMarked
package dev.pgconvoy.worker.ledger;

import org.jspecify.annotations.NullMarked;
