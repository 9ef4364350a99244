/// Holds snapshots that conductors of other workers took, so that a conductor that dies
/// does not take its snapshot along (ADR 5).
@NullMarked
package dev.pgconvoy.worker.keeper;

import org.jspecify.annotations.NullMarked;
