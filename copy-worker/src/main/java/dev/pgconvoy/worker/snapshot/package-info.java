/// The snapshot of a source database: how it is imported, what it is a snapshot of, and whether the tables are still
/// those that it sees. Conductors, copiers and keepers all need it.
@NullMarked
package dev.pgconvoy.worker.snapshot;

import org.jspecify.annotations.NullMarked;
