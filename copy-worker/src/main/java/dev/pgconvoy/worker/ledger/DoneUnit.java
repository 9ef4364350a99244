package dev.pgconvoy.worker.ledger;

import dev.pgconvoy.event.TaskResult.UnitResult;
import java.time.Instant;

/// A unit as the ledger has it.
///
/// @param doneAt by the clock of the target
public record DoneUnit(UnitResult result, Instant doneAt) {}
