package dev.pgconvoy.worker.protocol;

import dev.pgconvoy.worker.protocol.ProtocolState.Bounds;
import dev.pgconvoy.worker.protocol.ProtocolState.Building;
import dev.pgconvoy.worker.protocol.ProtocolState.Conductor;
import dev.pgconvoy.worker.protocol.ProtocolState.Copier;
import dev.pgconvoy.worker.protocol.ProtocolState.Database;
import dev.pgconvoy.worker.protocol.ProtocolState.Database.Kind;
import dev.pgconvoy.worker.protocol.ProtocolState.History;
import dev.pgconvoy.worker.protocol.ProtocolState.Phase;
import dev.pgconvoy.worker.protocol.ProtocolState.Register;
import dev.pgconvoy.worker.protocol.ProtocolState.Session;
import dev.pgconvoy.worker.protocol.ProtocolState.Standby;
import dev.pgconvoy.worker.protocol.ProtocolState.Target;
import dev.pgconvoy.worker.protocol.ProtocolState.Topics;
import dev.pgconvoy.worker.protocol.ProtocolState.Who;
import dev.pgconvoy.worker.protocol.ProtocolState.Witness;
import dev.pgconvoy.worker.protocol.StateExplorer.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What can happen next in a [ProtocolState], by the rules of ADR 10 and the old rules that are put in.
final class TakeOverModel {

    /// More leaders than this are not looked at.
    private static final int MOST_TURNS = 4;

    private final List<Kind> found;
    private final Bounds bounds;
    private final Standby.State standby;
    private final Set<OldRule> old;

    /// @param found what may be there under the database's name in the beginning
    TakeOverModel(List<Kind> found, Bounds bounds, Standby.State standby, Set<OldRule> old) {
        this.found = List.copyOf(found);
        this.bounds = bounds;
        this.standby = standby;
        this.old = Set.copyOf(old);
    }

    List<ProtocolState> initial() {
        return found.stream()
                .map(kind -> new ProtocolState(
                        new Target(Register.NO_ROW, Database.of(kind), Building.ABSENT),
                        Standby.of(standby),
                        Conductor.IDLE,
                        Conductor.IDLE,
                        Copier.IDLE,
                        Topics.EMPTY,
                        History.EMPTY,
                        bounds,
                        new Witness(0, 0),
                        ProtocolViolation.NONE))
                .toList();
    }

    /// Somebody has the record and is not overtaken, or somebody will be given it; and the bounds leave room for one
    /// more leader.
    boolean mustBeAbleToEnd(ProtocolState world) {
        if (world.witness().turns() >= MOST_TURNS) {
            return false;
        }
        return world.bounds().accepted()
                || world.bounds().deliveries() > 0
                || isNotOvertaken(world, Who.A)
                || isNotOvertaken(world, Who.B);
    }

    private static boolean isNotOvertaken(ProtocolState world, Who who) {
        var conductor = world.of(who);
        return switch (conductor.phase()) {
            case IDLE, FENCED, ACCEPT, ANNOUNCE_UNLED, READ_AGAIN -> false;
            default ->
                conductor.epoch() == 0 || leads(world, who) && !world.standby().is(Standby.State.PROMOTED);
        };
    }

    private static boolean leads(ProtocolState world, Who who) {
        var register = world.target().register();
        return register.epoch() == world.of(who).epoch() && register.owner() == who;
    }

    List<Step> steps(ProtocolState world) {
        var steps = new ArrayList<Step>();
        for (var who : Who.values()) {
            if (world.of(who).phase() == Phase.IDLE) {
                deliver(world, who, steps);
            } else {
                new ConductorSteps(world, who, old, MOST_TURNS, steps).add();
                breakDown(world, who, steps);
            }
        }
        copy(world, steps);
        surroundings(world, steps);
        failOver(world, steps);
        return steps;
    }

    /// A record that nobody has acknowledged may be given to anybody, also while the other one has it. The first one to
    /// get it is called A.
    private void deliver(ProtocolState world, Who who, List<Step> steps) {
        var isFirst = world.bounds().deliveries() == bounds.deliveries();
        if (world.bounds().deliveries() == 0 || world.bounds().accepted() || isFirst && who == Who.B) {
            return;
        }
        var given = world.with(world.bounds().deliver());
        var number = bounds.deliveries() - world.bounds().deliveries() + 1;
        if (old.contains(OldRule.EPOCH_FROM_DELIVERY_COUNT)) {
            steps.add(new Step(
                    who + " is given the record, delivery " + number,
                    true,
                    given.with(who, Conductor.IDLE.delivered(number))));
            steps.add(new Step(
                    who + " is given the record, the broker has forgotten: delivery 1",
                    true,
                    given.with(who, Conductor.IDLE.delivered(1))));
        } else if (old.contains(OldRule.HISTORY_OF_LAST_ATTEMPT_ONLY)) {
            steps.add(new Step(
                    who + " is given the record of attempt " + number,
                    true,
                    given.with(who, Conductor.IDLE.delivered(number))));
        } else {
            var first = old.contains(OldRule.HISTORY_BEFORE_LOCK) ? Phase.READ_HISTORY : Phase.OPEN;
            steps.add(new Step(
                    who + " is given the record",
                    true,
                    given.with(who, Conductor.IDLE.delivered(0).to(first))));
        }
    }

    private static void breakDown(ProtocolState world, Who who, List<Step> steps) {
        var conductor = world.of(who);
        var session = conductor.session();
        if (world.bounds().breaks() > 0 && (session == Session.OPEN || session == Session.LOCKED)) {
            steps.add(new Step(
                    who + "'s leader session breaks",
                    false,
                    world.with(world.bounds().breakOne()).with(who, conductor.with(Session.ENDED))));
        }
        if (world.bounds().crashes() > 0) {
            steps.add(new Step(
                    who + " is killed",
                    false,
                    world.with(world.bounds().crash()).with(who, Conductor.IDLE)));
        }
    }

    private void copy(ProtocolState world, List<Step> steps) {
        var database = world.target().database();
        var writing = world.copier().task();
        if (world.copier().isWriting()) {
            steps.add(new Step("the copier commits " + writing, true, committed(world)));
            return;
        }
        for (var task : world.topics().tasks()) {
            if (!database.is(Kind.UNFINISHED) || database.ledger() != task.epoch()) {
                continue; // fenced
            }
            if (database.done() == 0) {
                steps.add(new Step("the copier begins " + task, true, world.with(new Copier(task))));
            } else if (old.contains(OldRule.DONE_BY_MESSAGE)) {
                steps.add(new Step(
                        "the copier finds the unit of " + task + " done",
                        true,
                        world.with(world.topics().withResult(task))));
            }
        }
    }

    private ProtocolState committed(ProtocolState world) {
        var task = world.copier().task();
        var database = world.target().database();
        var next = world.with(Copier.IDLE)
                .with(world.target().with(database.withDone(task.snapshot())))
                .written(task.turn());
        if (old.contains(OldRule.DONE_BY_MESSAGE)) {
            next = next.with(next.topics().withResult(task));
        }
        return database.snapshot() == task.snapshot() ? next : next.violating(ProtocolViolation.SNAPSHOTS_MIXED);
    }

    /// To a standby that lacks what was committed last. One that comes after the last look at the
    /// target is like one after the announcement: nobody can know of it.
    private static void failOver(ProtocolState world, List<Step> steps) {
        var isOver = world.history().hasEnded()
                || world.a().phase() == Phase.ANNOUNCE
                || world.b().phase() == Phase.ANNOUNCE;
        if (isOver) {
            return;
        }
        if (world.standby().is(Standby.State.FOLLOWS)) {
            steps.add(new Step(
                    "the target's standby falls behind",
                    false,
                    world.with(new Standby(Standby.State.LAGS, world.target()))));
        } else if (world.standby().is(Standby.State.LAGS)) {
            var ended = world.with(Who.A, withoutSession(world.a())).with(Who.B, withoutSession(world.b()));
            steps.add(new Step(
                    "the target fails over to its standby",
                    false,
                    ended.with(world.standby().target())
                            .with(Standby.of(Standby.State.PROMOTED))
                            .with(new Witness(world.witness().turns(), 0))
                            .with(Copier.IDLE)));
        }
    }

    private static Conductor withoutSession(Conductor conductor) {
        return conductor.session() == Session.NONE ? conductor : conductor.with(Session.ENDED);
    }

    /// The source, and the user.
    private void surroundings(ProtocolState world, List<Step> steps) {
        var history = world.history();
        var target = world.target();
        if (!history.hasEnded() && !history.cancelRequested() && world.bounds().userActs()) {
            steps.add(new Step("the user cancels", false, world.with(history.cancelled())));
        }
        if (world.bounds().source() == 1 && !history.hasEnded()) {
            steps.add(new Step(
                    "the source moves", false, world.with(world.bounds().moveSource())));
        }
        if (world.bounds().userActs()
                && history.hasEnded()
                && !target.database().is(Kind.ABSENT)) {
            steps.add(new Step("the user drops the database", false, world.with(target.with(Database.ABSENT))));
        }
        if (world.bounds().userActs() && target.database().is(Kind.FOREIGN)) {
            steps.add(new Step(
                    "the user replaces the foreign database",
                    false,
                    world.with(target.with(Database.of(Kind.OTHER_FOREIGN)))));
        }
    }
}
