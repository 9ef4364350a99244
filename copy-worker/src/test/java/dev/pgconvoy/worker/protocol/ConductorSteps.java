package dev.pgconvoy.worker.protocol;

import dev.pgconvoy.worker.protocol.ProtocolState.Building;
import dev.pgconvoy.worker.protocol.ProtocolState.Conductor;
import dev.pgconvoy.worker.protocol.ProtocolState.Copier;
import dev.pgconvoy.worker.protocol.ProtocolState.Database;
import dev.pgconvoy.worker.protocol.ProtocolState.Database.Kind;
import dev.pgconvoy.worker.protocol.ProtocolState.End;
import dev.pgconvoy.worker.protocol.ProtocolState.Phase;
import dev.pgconvoy.worker.protocol.ProtocolState.Register;
import dev.pgconvoy.worker.protocol.ProtocolState.Session;
import dev.pgconvoy.worker.protocol.ProtocolState.Standby;
import dev.pgconvoy.worker.protocol.ProtocolState.Target;
import dev.pgconvoy.worker.protocol.ProtocolState.Task;
import dev.pgconvoy.worker.protocol.ProtocolState.Who;
import dev.pgconvoy.worker.protocol.ProtocolState.Witness;
import dev.pgconvoy.worker.protocol.StateExplorer.Step;
import java.util.List;
import java.util.Set;

/// What one conductor can do next. Each phase is one statement, one fact said or one look.
///
/// Statements in the maintenance database run on the leader session: they fail when somebody has ended it. Statements
/// in the migrated databases run on sessions of their own, which even an overtaken conductor can open: only the fence
/// stops them.
final class ConductorSteps {

    private final ProtocolState world;
    private final Who who;
    private final Set<OldRule> old;
    private final int mostTurns;
    private final List<Step> steps;
    private final Conductor me;
    private final Target target;
    private final Database database;

    ConductorSteps(ProtocolState world, Who who, Set<OldRule> old, int mostTurns, List<Step> steps) {
        this.world = world;
        this.who = who;
        this.old = old;
        this.mostTurns = mostTurns;
        this.steps = steps;
        this.me = world.of(who);
        this.target = world.target();
        this.database = target.database();
    }

    void add() {
        switch (me.phase()) {
            case IDLE -> {}
            case OPEN -> open();
            case REOPEN -> reopen();
            case END_HOLDERS -> endHolders();
            case LOCK -> lock();
            case READ_HISTORY -> readHistory();
            case COMMIT_EPOCH -> commitEpoch();
            case READ_BEFORE_ANEW -> readBeforeAnew();
            case SAY_BEGAN -> sayBegan();
            case RAISE -> raise();
            case END_OLDER_SESSIONS -> endOlderSessions();
            case LOOK -> look();
            case DROP -> drop();
            case CREATE -> create();
            case CREATE_LEDGER -> createLedger();
            case RENAME -> rename();
            case SEND -> send();
            case WAIT -> await();
            case DECIDE -> decide();
            case SAY_ENDING -> sayEnding();
            case END_DATABASE -> endDatabase();
            case END_SESSIONS -> endSessions();
            case DELETE_ROW -> deleteRow();
            case ANNOUNCE -> announce();
            case ANNOUNCE_UNLED -> announceUnled();
            case READ_AGAIN -> readAgain();
            case ACCEPT -> step("is done and accepts the record", accept());
            case FENCED -> step("is fenced and gives the record back", fenced());
        }
    }

    private boolean is(OldRule rule) {
        return old.contains(rule);
    }

    private void step(String name, ProtocolState next) {
        steps.add(new Step(who + " " + name, true, next));
    }

    private void troubled(String name, ProtocolState next) {
        steps.add(new Step(who + " " + name, false, next));
    }

    private ProtocolState to(Phase phase) {
        return world.with(who, me.to(phase));
    }

    private ProtocolState to(Phase phase, End end) {
        return world.with(who, me.to(phase, end));
    }

    /// A statement on the leader session. It may be lost with the session, also when it was carried out.
    private void statement(String name, ProtocolState next) {
        if (me.session() != Session.LOCKED && me.session() != Session.OPEN) {
            step("finds its leader session ended", world.with(who, afterLosing(me)));
            return;
        }
        step(name, next);
        if (world.bounds().breaks() > 0 && !next.target().equals(target)) {
            troubled(
                    name + ", and the answer is lost with the session",
                    next.with(world.bounds().breakOne()).with(who, afterLosing(me)));
        }
    }

    private Conductor afterLosing(Conductor conductor) {
        var closed = conductor.with(Session.NONE);
        return conductor.epoch() > 0
                ? closed.returning(Phase.REOPEN)
                : closed.to(Phase.OPEN, is(OldRule.HISTORY_BEFORE_LOCK) ? conductor.end() : End.NONE);
    }

    private boolean leads() {
        var register = target.register();
        return register.epoch() == me.epoch() && (register.owner() == who || is(OldRule.EPOCH_WITHOUT_RUN));
    }

    /// Where the row is gone, the end is complete, and the history says whether it was announced.
    private boolean mayReturn() {
        return leads() || !target.register().isThere();
    }

    private boolean looks() {
        return !is(OldRule.NO_LOOK_WHEN_REOPENING);
    }

    // --- taking the lead

    private void open() {
        step("opens the leader session", world.with(who, me.with(Session.OPEN).to(Phase.END_HOLDERS)));
        if (world.history().began() || world.history().ending() != End.NONE || me.epoch() > 0) {
            return;
        }
        if (world.history().cancelRequested()) {
            step("reads the cancel and that nobody led", to(Phase.ANNOUNCE_UNLED, End.STOPPED));
        }
        if (world.bounds().failures() > 0) {
            troubled(
                    "cannot reach the target and reads that nobody led",
                    to(Phase.ANNOUNCE_UNLED, End.FAILED).with(world.bounds().fail()));
        }
    }

    private void reopen() {
        if (looks() && !mayReturn()) {
            step("opens the leader session again: the register has another epoch", to(Phase.FENCED));
        } else if (world.witness().turns() < mostTurns) {
            step(
                    "opens the leader session again",
                    world.with(who, me.with(Session.OPEN).to(Phase.END_HOLDERS)));
        }
    }

    private void endHolders() {
        var other = world.of(who.other());
        var ended = other.session() == Session.LOCKED ? world.with(who.other(), other.with(Session.ENDED)) : world;
        statement("ends the session that holds the lock, if any", ended.with(who, me.to(Phase.LOCK)));
    }

    private void lock() {
        if (world.of(who.other()).session() == Session.LOCKED) {
            statement("finds the lock held again", to(Phase.END_HOLDERS));
            return;
        }
        var locked = me.with(Session.LOCKED);
        if (!me.returning()) {
            statement("takes the lock", world.with(who, locked.to(afterLock())));
        } else if (!looks() || is(OldRule.ATTEMPTS_SHARE_AN_EPOCH)) {
            statement(
                    "takes the lock and goes on",
                    world.with(
                            who, locked.leading(me.epoch(), me.turn(), End.NONE).to(Phase.LOOK)));
        } else {
            statement("takes the lock", world.with(who, locked.to(mayReturn() ? afterLock() : Phase.FENCED)));
        }
    }

    private Phase afterLock() {
        if (is(OldRule.HISTORY_BEFORE_LOCK)) {
            return Phase.COMMIT_EPOCH;
        }
        return is(OldRule.BEGAN_AFTER_THE_COMMIT) ? Phase.READ_HISTORY : Phase.SAY_BEGAN;
    }

    private Phase afterCommit() {
        return is(OldRule.BEGAN_AFTER_THE_COMMIT) ? Phase.SAY_BEGAN : Phase.RAISE;
    }

    private void readHistory() {
        if (is(OldRule.HISTORY_OF_LAST_ATTEMPT_ONLY) && me.delivery() > 1) {
            step("reads the history of this attempt", to(Phase.COMMIT_EPOCH, End.NONE));
        } else if (world.history().hasEnded()) {
            step("reads that the migration has ended", to(Phase.ACCEPT));
        } else {
            step(
                    "reads the history",
                    to(
                            is(OldRule.HISTORY_BEFORE_LOCK) ? Phase.OPEN : Phase.COMMIT_EPOCH,
                            world.history().ending()));
        }
    }

    private void commitEpoch() {
        var register = target.register();
        if (!register.isThere() && me.end() != End.NONE && (shows(me.end()) || is(OldRule.NO_ROW_MEANS_DONE))) {
            statement("finds an ending without a row", to(Phase.ANNOUNCE));
            return;
        }
        if (!register.isThere() && me.end() != End.NONE && !is(OldRule.ANEW_WITHOUT_READING_AGAIN)) {
            statement("finds an ending without a row that the target does not show", to(Phase.READ_BEFORE_ANEW));
            return;
        }
        if (world.witness().turns() >= mostTurns) {
            return;
        }
        var inLedger = database.isClosed() ? 0 : database.ledger();
        var said = is(OldRule.EPOCH_FROM_TARGET_ALONE) ? 0 : world.history().led();
        var epoch = Math.max(said, Math.max(register.epoch(), inLedger)) + 1;
        if (is(OldRule.EPOCH_FROM_DELIVERY_COUNT)) {
            epoch = me.delivery();
            if (epoch < register.epoch()) {
                statement("finds a higher epoch", to(Phase.FENCED));
                return;
            }
        }
        var turn = world.witness().turns() + 1;
        var next = world.with(target.with(new Register(epoch, who, register.ending())))
                .with(new Witness(turn, world.witness().swept()))
                .with(world.history().leading(epoch))
                .written(turn);
        var leading = me.leading(epoch, turn, register.ending());
        if (is(OldRule.EPOCH_WITHOUT_RUN)) {
            statement("commits epoch " + epoch, next.with(who, leading.to(afterCommit())));
            if (world.bounds().breaks() > 0 && me.session() == Session.LOCKED) {
                troubled(
                        "sends the commit of epoch " + epoch + ", which is lost",
                        world.with(world.bounds().breakOne()).with(who, afterLosing(leading)));
            }
            return;
        }
        statement("commits epoch " + epoch, next.with(who, leading.to(afterCommit())));
    }

    private void readBeforeAnew() {
        if (world.history().hasEnded()) {
            step("reads that the migration has ended", to(Phase.ACCEPT));
        } else {
            step("reads that the end was not announced", to(Phase.COMMIT_EPOCH, End.NONE));
        }
    }

    /// Whether the target is as this end leaves it.
    private boolean shows(End end) {
        return end == End.FINISHED ? database.is(Kind.FINISHED) : !database.is(Kind.UNFINISHED) || database.isClosed();
    }

    private void sayBegan() {
        var history = world.history();
        step(
                "says began",
                to(is(OldRule.BEGAN_AFTER_THE_COMMIT) ? Phase.RAISE : Phase.READ_HISTORY)
                        .with(history.begun()));
    }

    private void raise() {
        if (!database.is(Kind.UNFINISHED)) {
            step("finds no ledger to raise", to(Phase.END_OLDER_SESSIONS));
        } else if (database.isClosed()) {
            step(
                    "finds a closed ledger",
                    to(is(OldRule.CLOSED_FENCE_IS_A_NEWER_LEADER) ? Phase.FENCED : Phase.END_OLDER_SESSIONS));
        } else if (database.ledger() > me.epoch()) {
            step("finds a higher epoch in the ledger", to(Phase.FENCED));
        } else {
            step(
                    "raises the ledger",
                    to(Phase.END_OLDER_SESSIONS)
                            .with(target.with(database.withLedger(me.epoch())))
                            .with(database.ledger() < me.epoch() ? Copier.IDLE : world.copier())
                            .written(me.turn()));
        }
    }

    private ProtocolState withoutBuilding(ProtocolState next) {
        return target.building().isThere()
                ? next.with(target.with(Building.ABSENT)).written(me.turn())
                : next;
    }

    private void endOlderSessions() {
        var swept =
                new Witness(world.witness().turns(), Math.max(world.witness().swept(), me.turn()));
        statement(
                "drops building databases and ends the sessions of older epochs",
                withoutBuilding(to(me.end() == End.NONE ? Phase.LOOK : Phase.SAY_ENDING))
                        .with(swept));
    }

    // --- the work

    private void look() {
        if (me.session() == Session.LOCKED && looks() && !leads()) {
            step("finds another epoch in the register", to(Phase.FENCED));
            return;
        }
        if (world.history().cancelRequested()) {
            step("hears of the cancel", to(Phase.DECIDE, End.STOPPED));
        }
        var building = target.building();
        switch (database.kind()) {
            case FINISHED, OTHER_FOREIGN ->
                statement(
                        "finds a foreign database",
                        is(OldRule.OVERWRITE_BY_NAME) ? to(Phase.DROP) : to(Phase.DECIDE, End.FAILED));
            case FOREIGN -> statement("finds the database that it may overwrite", to(Phase.DROP));
            case UNFINISHED -> {
                if (database.ledger() != me.epoch()) {
                    statement("finds another epoch in the ledger", to(Phase.FENCED));
                } else if (database.snapshot() != world.bounds().source()) {
                    statement("finds a copy of another snapshot", to(Phase.DROP));
                } else {
                    statement("finds its copy", to(Phase.SEND));
                }
            }
            case ABSENT -> {
                if (building.epoch() != me.epoch()) {
                    statement("finds no database", to(Phase.CREATE));
                } else if (building.ledger() == 0) {
                    statement("finds its building database", to(Phase.CREATE_LEDGER));
                } else {
                    statement("finds its building database with its ledger", to(Phase.RENAME));
                }
            }
        }
    }

    private void drop() {
        var next = to(Phase.LOOK)
                .with(target.with(Database.ABSENT))
                .with(Copier.IDLE)
                .written(me.turn());
        statement(
                "drops the database",
                switch (database.kind()) {
                    case ABSENT -> to(Phase.LOOK);
                    case FOREIGN, UNFINISHED -> next;
                    case OTHER_FOREIGN ->
                        dropsWhateverHasTheName()
                                ? next.violating(ProtocolViolation.FOREIGN_DATABASE_DROPPED)
                                : to(Phase.LOOK);
                    case FINISHED -> next.violating(ProtocolViolation.FINISHED_DATABASE_DROPPED);
                });
    }

    private boolean dropsWhateverHasTheName() {
        return is(OldRule.OVERWRITE_BY_NAME) || is(OldRule.LOOK_THEN_DROP_BY_NAME);
    }

    private void create() {
        statement(
                "creates the building database",
                to(Phase.LOOK).with(target.with(new Building(me.epoch(), 0))).written(me.turn()));
    }

    private void createLedger() {
        var building = target.building();
        var isMine = building.epoch() == me.epoch() || is(OldRule.ONE_BUILDING_NAME);
        if (building.isThere() && isMine && building.ledger() == 0) {
            step(
                    "creates the ledger in the building database",
                    to(Phase.LOOK)
                            .with(target.with(new Building(building.epoch(), me.epoch())))
                            .written(me.turn()));
        } else {
            step("finds no building database to put its ledger into", to(Phase.LOOK));
        }
    }

    private void rename() {
        var building = target.building();
        if (!database.is(Kind.ABSENT) || building.epoch() != me.epoch()) {
            statement("cannot rename", to(Phase.LOOK));
            return;
        }
        var made =
                new Database(Kind.UNFINISHED, building.ledger(), world.bounds().source(), 0);
        statement(
                "gives the building database its name",
                to(Phase.LOOK)
                        .with(new Target(target.register(), made, Building.ABSENT))
                        .written(me.turn()));
    }

    private void send() {
        var task = new Task(me.epoch(), database.snapshot(), me.turn());
        step("sends " + task, to(Phase.WAIT).with(world.topics().withTask(task)));
    }

    private void await() {
        if (world.history().cancelRequested()) {
            step("hears of the cancel", to(Phase.DECIDE, End.STOPPED));
        }
        if (is(OldRule.DONE_BY_MESSAGE)) {
            if (world.topics().results().stream().anyMatch(result -> result.epoch() == me.epoch())) {
                step("hears that the unit is done", to(Phase.DECIDE, End.FINISHED));
            }
        } else if (database.is(Kind.UNFINISHED) && database.ledger() == me.epoch() && database.done() > 0) {
            step("reads in the ledger that the unit is done", to(Phase.DECIDE, End.FINISHED));
        } else if (!database.is(Kind.UNFINISHED) || database.ledger() != me.epoch()) {
            step("hears that its tasks are fenced", to(looks() ? Phase.FENCED : Phase.LOOK));
        }
        if (world.bounds().failures() > 0) {
            var failed = world.with(world.bounds().fail());
            troubled("hears of a failure that stays", failed.with(who, me.to(Phase.DECIDE, End.FAILED)));
            troubled(
                    "tries again",
                    failed.with(who, me.to(is(OldRule.ATTEMPTS_SHARE_AN_EPOCH) ? Phase.LOOK : afterLock(), End.NONE)));
        }
    }

    // --- the end

    private void decide() {
        if (is(OldRule.END_WITHOUT_DECISION) && me.end() != End.FINISHED) {
            step("ends without a decision", to(Phase.END_DATABASE));
            return;
        }
        if (!leads()) {
            statement("cannot decide: the register has another epoch", to(Phase.FENCED));
        } else if (target.register().ending() != End.NONE) {
            statement(
                    "finds the end decided",
                    to(Phase.SAY_ENDING, target.register().ending()));
        } else {
            statement(
                    "decides " + me.end(),
                    to(Phase.SAY_ENDING)
                            .with(target.with(new Register(me.epoch(), who, me.end())))
                            .written(me.turn()));
        }
    }

    private void sayEnding() {
        var history = world.history();
        var isLate = me.epoch() < history.endingEpoch() && !is(OldRule.LAST_WORD_OF_AN_END_COUNTS);
        var said = to(Phase.END_DATABASE).with(isLate ? history : history.ending(me.end(), me.epoch()));
        step(
                "says ending " + me.end(),
                history.ending() == End.NONE
                                || history.ending() == me.end()
                                || world.standby().is(Standby.State.PROMOTED)
                        ? said
                        : said.violating(ProtocolViolation.TWO_ENDS));
    }

    private void endDatabase() {
        var unchecked = is(OldRule.END_WITHOUT_DECISION) && me.end() != End.FINISHED;
        if (!database.is(Kind.UNFINISHED)) {
            step("finds no ledger to end", to(Phase.END_SESSIONS));
        } else if (me.end() != End.FINISHED && database.isClosed()) {
            step("finds the ledger closed", to(Phase.END_SESSIONS));
        } else if (database.ledger() != me.epoch() && !unchecked) {
            step("finds another epoch in the ledger", to(Phase.FENCED));
        } else if (me.end() == End.FINISHED) {
            step(
                    "drops the ledger",
                    to(Phase.END_SESSIONS)
                            .with(target.with(database.finished()))
                            .with(Copier.IDLE)
                            .written(me.turn()));
        } else {
            step(
                    "closes the ledger",
                    to(Phase.END_SESSIONS)
                            .with(target.with(database.withLedger(Database.CLOSED)))
                            .with(Copier.IDLE)
                            .written(me.turn()));
            if (is(OldRule.ANNOUNCE_ALTHOUGH_CLOSING_FAILED)) {
                troubled("cannot close the ledger", to(Phase.ANNOUNCE));
            }
        }
    }

    private void endSessions() {
        var other = world.of(who.other());
        var hasTheName = other.epoch() > 0 && other.session() != Session.NONE;
        var ended = hasTheName ? other.with(Session.ENDED) : other;
        statement(
                "drops building databases and ends all other sessions of the migration",
                withoutBuilding(to(Phase.DELETE_ROW)).with(who.other(), ended).with(Copier.IDLE));
    }

    private void deleteRow() {
        if (is(OldRule.END_WITHOUT_DECISION) && me.end() != End.FINISHED) {
            statement(
                    "deletes the row",
                    to(Phase.ANNOUNCE).with(target.with(Register.NO_ROW)).written(me.turn()));
        } else if (!leads()) {
            statement("finds another epoch in the register", to(Phase.FENCED));
        } else {
            statement(
                    "deletes the row",
                    to(Phase.ANNOUNCE).with(target.with(Register.NO_ROW)).written(me.turn()));
        }
    }

    private void announce() {
        var history = world.history();
        var said = to(Phase.ACCEPT);
        if (!history.hasEnded()) {
            said = truth(said.with(history.ended(me.end())));
        } else if (history.ended() != me.end()) {
            said = said.violating(ProtocolViolation.TWO_ENDS);
        }
        step("announces " + me.end(), said);
    }

    /// Without the lock, so it counts only when nobody has said before that it begins or how it ends.
    private void announceUnled() {
        var history = world.history();
        var counts = !history.began() && !history.hasEnded() || is(OldRule.END_WITHOUT_LOCK);
        var said = to(is(OldRule.UNLED_END_IS_NOT_READ_AGAIN) ? Phase.ACCEPT : Phase.READ_AGAIN);
        if (!counts) {
            step("announces " + me.end() + " of epoch 0, which does not count", said);
        } else if (!history.hasEnded()) {
            step("announces " + me.end() + " of epoch 0", truth(said.with(history.ended(me.end()))));
        } else {
            step(
                    "announces " + me.end() + " of epoch 0 again",
                    history.ended() == me.end() ? said : said.violating(ProtocolViolation.TWO_ENDS));
        }
    }

    private void readAgain() {
        step("reads the history again", to(world.history().hasEnded() ? Phase.ACCEPT : Phase.FENCED));
    }

    private ProtocolState truth(ProtocolState said) {
        if (me.end() == End.FINISHED) {
            var complete = database.is(Kind.FINISHED) && database.done() == database.snapshot();
            return complete ? leftover(said) : said.violating(ProtocolViolation.FINISHED_IS_NOT_TRUE);
        }
        var open = database.is(Kind.UNFINISHED) && !database.isClosed()
                || world.copier().isWriting()
                || target.building().isThere();
        return open ? said.violating(ProtocolViolation.FENCE_OPEN_AFTER_THE_END) : leftover(said);
    }

    private ProtocolState leftover(ProtocolState said) {
        return target.register().isThere() ? said.violating(ProtocolViolation.REGISTER_LEFT_BEHIND) : said;
    }

    private ProtocolState accept() {
        return world.with(world.bounds().accept()).with(who, Conductor.IDLE);
    }

    private ProtocolState fenced() {
        return is(OldRule.FENCED_ACCEPTS) ? accept() : world.with(who, Conductor.IDLE);
    }
}
