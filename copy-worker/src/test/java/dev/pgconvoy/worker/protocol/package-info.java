/// The take-over protocol of ADR 10 as a model that is explored exhaustively. See [TakeOverModel] for the steps,
/// [World] for the state, [Explorer] for the search and [OldRule] for what the protocol replaced.
///
/// The model has two conductors A and B, both may hold the record at once and each may be suspended before any step,
/// for ever; one copier that may get every task late and again and again; one target server with the lead register,
/// the advisory lock and one database of one unit of work; the facts in Kafka; and a user who cancels, drops the
/// database after the end, or replaces a foreign one. A step is one statement, one fact said, or one look. The search
/// goes through every order of all steps, within the bounds of [Bounds].
///
/// Not covered: more than one database or unit; other migrations on the same target (the schema of the register is
/// dropped with its last row); more than two conductors at once; a target that loses a commit; time (a lease is never
/// more than a reason to stop, and stopping is covered by the pause); roles and last steps, which run under the rules
/// of a DROP and of the finishing transaction.
@NullMarked
package dev.pgconvoy.worker.protocol;

import org.jspecify.annotations.NullMarked;
