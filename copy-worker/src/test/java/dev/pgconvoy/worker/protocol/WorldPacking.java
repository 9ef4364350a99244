package dev.pgconvoy.worker.protocol;

import dev.pgconvoy.worker.protocol.ProtocolState.Bounds;
import dev.pgconvoy.worker.protocol.ProtocolState.Building;
import dev.pgconvoy.worker.protocol.ProtocolState.Conductor;
import dev.pgconvoy.worker.protocol.ProtocolState.Copier;
import dev.pgconvoy.worker.protocol.ProtocolState.Database;
import dev.pgconvoy.worker.protocol.ProtocolState.End;
import dev.pgconvoy.worker.protocol.ProtocolState.History;
import dev.pgconvoy.worker.protocol.ProtocolState.Phase;
import dev.pgconvoy.worker.protocol.ProtocolState.Register;
import dev.pgconvoy.worker.protocol.ProtocolState.Session;
import dev.pgconvoy.worker.protocol.ProtocolState.Standby;
import dev.pgconvoy.worker.protocol.ProtocolState.Target;
import dev.pgconvoy.worker.protocol.ProtocolState.Task;
import dev.pgconvoy.worker.protocol.ProtocolState.Topics;
import dev.pgconvoy.worker.protocol.ProtocolState.Who;
import dev.pgconvoy.worker.protocol.ProtocolState.Witness;
import java.util.ArrayList;
import java.util.List;

/// A world in three words of 64 bits, so that millions of them fit into memory.
final class WorldPacking {

    static final int WORDS = 3;

    private static final int CLOSED = 7;
    private static final int MOST_TURNS = 4;
    private static final int MOST_SNAPSHOTS = 2;

    private final long[] words = new long[WORDS];
    private int word;
    private int shift;

    private WorldPacking() {}

    static long[] pack(ProtocolState world) {
        var packing = new WorldPacking();
        packing.put(world.a());
        packing.put(world.b());
        packing.put(world.target());
        packing.nextWord();
        packing.put(world.copier().task());
        packing.put(world.topics().tasks());
        packing.put(world.topics().results());
        packing.nextWord();
        packing.put(world.history());
        packing.put(world.bounds());
        packing.put(world.witness().turns(), 3);
        packing.put(world.witness().swept(), 3);
        packing.put(world.violation().ordinal(), 4);
        packing.put(world.standby().state().ordinal(), 2);
        packing.put(world.standby().target());
        return packing.words;
    }

    static ProtocolState unpack(long first, long second, long third) {
        var packing = new WorldPacking();
        packing.words[0] = first;
        packing.words[1] = second;
        packing.words[2] = third;
        var a = packing.takeConductor();
        var b = packing.takeConductor();
        var target = packing.takeTarget();
        packing.nextWord();
        var copier = new Copier(packing.takeTask());
        var topics = new Topics(packing.takeTasks(), packing.takeTasks());
        packing.nextWord();
        var history = packing.takeHistory();
        var bounds = packing.takeBounds();
        var witness = new Witness(packing.take(3), packing.take(3));
        var violation = VIOLATIONS[packing.take(4)];
        var standby = new Standby(STANDBYS[packing.take(2)], packing.takeTarget());
        return new ProtocolState(target, standby, a, b, copier, topics, history, bounds, witness, violation);
    }

    private static final Standby.State[] STANDBYS = Standby.State.values();
    private static final ProtocolViolation[] VIOLATIONS = ProtocolViolation.values();
    private static final Phase[] PHASES = Phase.values();
    private static final Session[] SESSIONS = Session.values();
    private static final End[] ENDS = End.values();
    private static final Who[] BOTH = Who.values();
    private static final Database.Kind[] KINDS = Database.Kind.values();

    private void nextWord() {
        word++;
        shift = 0;
    }

    private void put(int value, int bits) {
        if (value < 0 || value >= 1 << bits || shift + bits > Long.SIZE) {
            throw new IllegalArgumentException("%d does not fit into %d bits".formatted(value, bits));
        }
        words[word] |= (long) value << shift;
        shift += bits;
    }

    private int take(int bits) {
        var value = (int) (words[word] >>> shift & (1L << bits) - 1);
        shift += bits;
        return value;
    }

    private void put(boolean value) {
        put(value ? 1 : 0, 1);
    }

    private boolean takeBoolean() {
        return take(1) == 1;
    }

    private void put(Conductor conductor) {
        put(conductor.phase().ordinal(), 5);
        put(conductor.session().ordinal(), 2);
        put(conductor.epoch(), 3);
        put(conductor.turn(), 3);
        put(conductor.end().ordinal(), 2);
        put(conductor.returning());
        put(conductor.delivery(), 2);
    }

    private Conductor takeConductor() {
        return new Conductor(
                PHASES[take(5)], SESSIONS[take(2)], take(3), take(3), ENDS[take(2)], takeBoolean(), take(2));
    }

    private void put(Target target) {
        put(target.register().epoch(), 3);
        put(target.register().owner().ordinal(), 1);
        put(target.register().ending().ordinal(), 2);
        put(target.database().kind().ordinal(), 3);
        put(
                target.database().ledger() == Database.CLOSED
                        ? CLOSED
                        : target.database().ledger(),
                3);
        put(target.database().snapshot(), 2);
        put(target.database().done(), 2);
        put(target.building().epoch(), 3);
        put(target.building().ledger(), 3);
    }

    private Target takeTarget() {
        var register = new Register(take(3), BOTH[take(1)], ENDS[take(2)]);
        var kind = KINDS[take(3)];
        var ledger = take(3);
        return new Target(
                register,
                new Database(kind, ledger == CLOSED ? Database.CLOSED : ledger, take(2), take(2)),
                new Building(take(3), take(3)));
    }

    private void put(Task task) {
        put(task.epoch(), 3);
        put(task.snapshot(), 2);
        put(task.turn(), 3);
    }

    private Task takeTask() {
        return new Task(take(3), take(2), take(3));
    }

    /// The epoch of each turn and snapshot: a leader has one epoch.
    private void put(List<Task> tasks) {
        for (var turn = 1; turn <= MOST_TURNS; turn++) {
            for (var snapshot = 1; snapshot <= MOST_SNAPSHOTS; snapshot++) {
                put(epochOf(tasks, turn, snapshot), 3);
            }
        }
    }

    private static int epochOf(List<Task> tasks, int turn, int snapshot) {
        for (var task : tasks) {
            if (task.turn() == turn && task.snapshot() == snapshot) {
                return task.epoch();
            }
        }
        return 0;
    }

    private List<Task> takeTasks() {
        var tasks = new ArrayList<Task>();
        for (var turn = 1; turn <= MOST_TURNS; turn++) {
            for (var snapshot = 1; snapshot <= MOST_SNAPSHOTS; snapshot++) {
                var epoch = take(3);
                if (epoch > 0) {
                    tasks.add(new Task(epoch, snapshot, turn));
                }
            }
        }
        return tasks;
    }

    private void put(History history) {
        put(history.began());
        put(history.led(), 3);
        put(history.ending().ordinal(), 2);
        put(history.endingEpoch(), 3);
        put(history.ended().ordinal(), 2);
        put(history.cancelRequested());
    }

    private History takeHistory() {
        return new History(takeBoolean(), take(3), ENDS[take(2)], take(3), ENDS[take(2)], takeBoolean());
    }

    private void put(Bounds bounds) {
        put(bounds.deliveries(), 3);
        put(bounds.breaks(), 2);
        put(bounds.crashes(), 2);
        put(bounds.failures(), 2);
        put(bounds.userActs());
        put(bounds.accepted());
        put(bounds.source(), 2);
    }

    private Bounds takeBounds() {
        return new Bounds(take(3), take(2), take(2), take(2), takeBoolean(), takeBoolean(), take(2));
    }
}
