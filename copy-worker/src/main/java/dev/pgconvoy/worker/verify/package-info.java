/// Compares source and target beyond the rows of one table: schemas, sequences, large objects, rights of the servers,
/// and which rows no task moves.
@NullMarked
package dev.pgconvoy.worker.verify;

import org.jspecify.annotations.NullMarked;
