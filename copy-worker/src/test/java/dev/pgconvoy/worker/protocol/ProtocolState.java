package dev.pgconvoy.worker.protocol;

import java.util.ArrayList;
import java.util.List;

/// One state of everything the protocol is about.
record ProtocolState(
        Target target,
        Standby standby,
        Conductor a,
        Conductor b,
        Copier copier,
        Topics topics,
        History history,
        Bounds bounds,
        Witness witness,
        ProtocolViolation violation) {

    enum Who {
        A,
        B;

        Who other() {
            return this == A ? B : A;
        }
    }

    enum End {
        NONE,
        FINISHED,
        FAILED,
        STOPPED
    }

    /// The target server.
    record Target(Register register, Database database, Building building) {
        static final Target EMPTY = new Target(Register.NO_ROW, Database.ABSENT, Building.ABSENT);

        Target with(Register next) {
            return new Target(next, database, building);
        }

        Target with(Database next) {
            return new Target(register, next, building);
        }

        Target with(Building next) {
            return new Target(register, database, next);
        }
    }

    /// What receives the target's changes later than they are committed, and may become the target.
    ///
    /// @param target what it has received; empty as long as that does not matter
    record Standby(State state, Target target) {
        enum State {
            NONE,
            FOLLOWS,
            /// It receives nothing any more.
            LAGS,
            /// It is the target now.
            PROMOTED
        }

        static final Standby NONE = of(State.NONE);

        static Standby of(State state) {
            return new Standby(state, Target.EMPTY);
        }

        boolean is(State one) {
            return state == one;
        }
    }

    /// The row of this migration; epoch 0 is no row.
    ///
    /// @param owner whose epoch it is, which stands for the run
    record Register(int epoch, Who owner, End ending) {
        static final Register NO_ROW = new Register(0, Who.A, End.NONE);

        boolean isThere() {
            return epoch > 0;
        }
    }

    /// The database with its final name.
    ///
    /// @param ledger the epoch in its ledger, when it is a copy of ours
    /// @param snapshot the state of the source that it is a copy of
    /// @param done the state of the source that the unit of work was copied from; 0 when it is not done
    record Database(Kind kind, int ledger, int snapshot, int done) {
        enum Kind {
            ABSENT,
            /// The one that may be overwritten.
            FOREIGN,
            /// One that may not: it was put there later, or was never named.
            OTHER_FOREIGN,
            UNFINISHED,
            FINISHED
        }

        static final int CLOSED = 99;
        static final Database ABSENT = of(Kind.ABSENT);

        static Database of(Kind kind) {
            return new Database(kind, 0, 0, 0);
        }

        boolean is(Kind one) {
            return kind == one;
        }

        boolean isClosed() {
            return kind == Kind.UNFINISHED && ledger == CLOSED;
        }

        Database withLedger(int epoch) {
            return new Database(kind, epoch, snapshot, done);
        }

        Database withDone(int from) {
            return new Database(kind, ledger, snapshot, from);
        }

        Database finished() {
            return new Database(Kind.FINISHED, 0, snapshot, done);
        }
    }

    /// The database while it is built, under a name of ours.
    ///
    /// @param epoch whose it is; 0 when there is none
    /// @param ledger the epoch in its ledger; 0 when it has none yet
    record Building(int epoch, int ledger) {
        static final Building ABSENT = new Building(0, 0);

        boolean isThere() {
            return epoch > 0;
        }
    }

    /// @param epoch that it knows to have; 0 before it leads
    /// @param turn how many had taken the lead when it did; nobody in the protocol knows it
    /// @param end that it is about to decide or to complete
    /// @param returning whether it had the lead and opens its session again
    record Conductor(Phase phase, Session session, int epoch, int turn, End end, boolean returning, int delivery) {
        static final Conductor IDLE = new Conductor(Phase.IDLE, Session.NONE, 0, 0, End.NONE, false, 0);

        Conductor to(Phase next) {
            return new Conductor(next, session, epoch, turn, end, returning, delivery);
        }

        Conductor to(Phase next, End nextEnd) {
            return new Conductor(next, session, epoch, turn, nextEnd, returning, delivery);
        }

        Conductor with(Session next) {
            return new Conductor(phase, next, epoch, turn, end, returning, delivery);
        }

        Conductor leading(int nextEpoch, int nextTurn, End nextEnd) {
            return new Conductor(phase, session, nextEpoch, nextTurn, nextEnd, false, delivery);
        }

        Conductor returning(Phase next) {
            return new Conductor(next, session, epoch, turn, End.NONE, true, delivery);
        }

        Conductor delivered(int number) {
            return new Conductor(Phase.OPEN, Session.NONE, 0, 0, End.NONE, false, number);
        }
    }

    /// What a conductor does next.
    enum Phase {
        IDLE,
        OPEN,
        REOPEN,
        END_HOLDERS,
        LOCK,
        SAY_BEGAN,
        READ_HISTORY,
        COMMIT_EPOCH,
        READ_BEFORE_ANEW,
        RAISE,
        END_OLDER_SESSIONS,
        LOOK,
        DROP,
        CREATE,
        CREATE_LEDGER,
        RENAME,
        SEND,
        WAIT,
        DECIDE,
        SAY_ENDING,
        END_DATABASE,
        END_SESSIONS,
        DELETE_ROW,
        ANNOUNCE,
        ANNOUNCE_UNLED,
        READ_AGAIN,
        ACCEPT,
        FENCED
    }

    /// The leader session of a conductor. Who holds the lock is LOCKED.
    enum Session {
        NONE,
        OPEN,
        LOCKED,
        /// Ended; the conductor finds out at its next statement.
        ENDED
    }

    /// A task as it was sent, with the turn of who sent it.
    record Task(int epoch, int snapshot, int turn) {
        static final Task NONE = new Task(0, 0, 0);
    }

    /// The copier's transaction: of which task, or none.
    record Copier(Task task) {
        static final Copier IDLE = new Copier(Task.NONE);

        boolean isWriting() {
            return !task.equals(Task.NONE);
        }
    }

    /// Tasks and results that somebody may still be given.
    record Topics(List<Task> tasks, List<Task> results) {
        static final Topics EMPTY = new Topics(List.of(), List.of());

        Topics withTask(Task task) {
            return new Topics(with(tasks, task), results);
        }

        Topics withResult(Task task) {
            return new Topics(tasks, with(results, task));
        }

        private static List<Task> with(List<Task> all, Task one) {
            if (all.contains(one)) {
                return all;
            }
            var next = new ArrayList<>(all);
            next.add(one);
            next.sort((left, right) -> left.turn() == right.turn()
                    ? Integer.compare(left.snapshot(), right.snapshot())
                    : Integer.compare(left.turn(), right.turn()));
            return List.copyOf(next);
        }
    }

    /// The facts of the migration.
    ///
    /// @param led the highest epoch that was begun, which was said before
    /// @param ending the decided end of the highest epoch
    /// @param ended the first end that counts: one of epoch 0 counts only before a begin
    record History(boolean began, int led, End ending, int endingEpoch, End ended, boolean cancelRequested) {
        static final History EMPTY = new History(false, 0, End.NONE, 0, End.NONE, false);

        History leading(int epoch) {
            return new History(began, Math.max(led, epoch), ending, endingEpoch, ended, cancelRequested);
        }

        History begun() {
            return new History(true, led, ending, endingEpoch, ended, cancelRequested);
        }

        History ending(End end, int epoch) {
            return new History(began, led, end, epoch, ended, cancelRequested);
        }

        History ended(End end) {
            return new History(began, led, ending, endingEpoch, end, cancelRequested);
        }

        History cancelled() {
            return new History(began, led, ending, endingEpoch, ended, true);
        }

        boolean hasEnded() {
            return ended != End.NONE;
        }
    }

    /// How much may still happen.
    ///
    /// @param userActs whether the user cancels, replaces a foreign database, drops the database after the end
    /// @param accepted nobody is given the record any more
    /// @param source the state of the source, which moves once
    record Bounds(
            int deliveries, int breaks, int crashes, int failures, boolean userActs, boolean accepted, int source) {

        Bounds deliver() {
            return new Bounds(deliveries - 1, breaks, crashes, failures, userActs, accepted, source);
        }

        Bounds breakOne() {
            return new Bounds(deliveries, breaks - 1, crashes, failures, userActs, accepted, source);
        }

        Bounds crash() {
            return new Bounds(deliveries, breaks, crashes - 1, failures, userActs, accepted, source);
        }

        Bounds fail() {
            return new Bounds(deliveries, breaks, crashes, failures - 1, userActs, accepted, source);
        }

        Bounds accept() {
            return new Bounds(deliveries, breaks, crashes, failures, userActs, true, source);
        }

        Bounds moveSource() {
            return new Bounds(deliveries, breaks, crashes, failures, userActs, accepted, source + 1);
        }
    }

    /// What only the checks know: how many have taken the lead, and the last of them that had ended all older sessions.
    record Witness(int turns, int swept) {}

    Conductor of(Who who) {
        return who == Who.A ? a : b;
    }

    ProtocolState with(Who who, Conductor next) {
        return who == Who.A
                ? new ProtocolState(target, standby, next, b, copier, topics, history, bounds, witness, violation)
                : new ProtocolState(target, standby, a, next, copier, topics, history, bounds, witness, violation);
    }

    ProtocolState with(Target next) {
        return new ProtocolState(next, standby, a, b, copier, topics, history, bounds, witness, violation);
    }

    ProtocolState with(Standby next) {
        return new ProtocolState(target, next, a, b, copier, topics, history, bounds, witness, violation);
    }

    ProtocolState with(Copier next) {
        return new ProtocolState(target, standby, a, b, next, topics, history, bounds, witness, violation);
    }

    ProtocolState with(Topics next) {
        return new ProtocolState(target, standby, a, b, copier, next, history, bounds, witness, violation);
    }

    ProtocolState with(History next) {
        return new ProtocolState(target, standby, a, b, copier, topics, next, bounds, witness, violation);
    }

    ProtocolState with(Bounds next) {
        return new ProtocolState(target, standby, a, b, copier, topics, history, next, witness, violation);
    }

    ProtocolState with(Witness next) {
        return new ProtocolState(target, standby, a, b, copier, topics, history, bounds, next, violation);
    }

    /// The first one counts.
    ProtocolState violating(ProtocolViolation next) {
        return violation == ProtocolViolation.NONE
                ? new ProtocolState(target, standby, a, b, copier, topics, history, bounds, witness, next)
                : this;
    }

    /// Somebody who leads since that turn changed something on the target.
    ProtocolState written(int turn) {
        var checked = history.hasEnded() ? violating(ProtocolViolation.WRITTEN_AFTER_THE_END) : this;
        return turn < witness.swept() ? checked.violating(ProtocolViolation.OLDER_LEADER_WROTE) : checked;
    }
}
