/// Work taken from a share group: one consumer per slot, renewed while the work runs, given back when it cannot be done
/// here. A lease is lost by our own clock, and a lost one ends the work. It saves work done twice; it is no fence: the
/// ledger is.
@NullMarked
package dev.pgconvoy.worker.lease;

import org.jspecify.annotations.NullMarked;
