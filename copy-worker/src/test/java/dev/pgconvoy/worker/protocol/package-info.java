/// The take-over protocol of ADR 10 as a model that is explored exhaustively. See [TakeOverModel] for the steps,
/// [ProtocolState] for the state, [StateExplorer] for the search and [OldRule] for what the protocol replaced.
///
/// The model has two conductors A and B, both may hold the record at once and each may be suspended
/// before any step, for ever; one copier that may get every task late and again and again; one
/// target server with the lead register, the advisory lock and one database of one unit of work;
/// the facts in Kafka; and a user who cancels, drops the database after the end, or replaces a
/// foreign one. The target may fail over to a standby that lacks what was committed last, once and
/// before the last look at it. A step is one statement, one fact said, or one look. The search goes
/// through every order of all steps, within the bounds of [Bounds].
///
/// How ADR 10 is read here: everything in the maintenance database runs on the leader session; every leader
/// session and every attempt has an epoch of its own; the order is lock, say that it begins, read the
/// history, commit the epoch; an end without the lock (nobody led) counts only when nobody had said before
/// that it begins; a fenced conductor gives its record back. Statements in the migrated databases run on
/// other sessions, which even an overtaken conductor can open at any time; each is one step here, as it is
/// one transaction under the fence. A database is renamed before it is dropped and given back when its OID
/// is another one: a drop and its look at the OID are therefore one step.
///
/// What is checked is in [ProtocolViolation]. To look at a trace: `new StateExplorer(model, limit).explore().report()`.
///
/// Not covered: more than one database or unit; other migrations on the same target (the schema of
/// the register is dropped with its last row); more than two conductors at once; more than four
/// leaders; more than one failover; a session that lives on at the server and is in a statement
/// after its conductor lost it (the lock is free only when that is over); time (a lease is never
/// more than a reason to stop, and stopping is covered by the pause); roles and last steps, which
/// run under the rules of a DROP and of the finishing transaction.
@NullMarked
package dev.pgconvoy.worker.protocol;

import org.jspecify.annotations.NullMarked;
