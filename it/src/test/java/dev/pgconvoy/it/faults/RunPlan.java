package dev.pgconvoy.it.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// All that a seed decides about a run.
///
/// The cells of the table faults × phases are dealt like cards: so many seeds in a row as there are cells fill them
/// all.
///
/// @param faultLasts how long somebody stays suspended, frozen, locked out
/// @param faultDelay between the phase and the fault
/// @param cancelAfterFault a cancellation some moments after the fault; negative for none
/// @param overwrite whether the request permits to drop what is there
/// @param foreignDatabase whether a database of somebody else has the first name on the target
/// @param victim chooses one of several
record RunPlan(
        long seed,
        InjectedFault fault,
        SeenPhase phase,
        Duration faultLasts,
        Duration faultDelay,
        long cancelAfterFaultMillis,
        boolean overwrite,
        boolean foreignDatabase,
        boolean verify,
        boolean twoDatabases,
        boolean liveSource,
        boolean superuser,
        boolean dropsAfterCancel,
        int jobs,
        long victim) {

    /// A cell of the table.
    record Cell(InjectedFault fault, SeenPhase phase) {}

    private static final Duration MAY_BE_TOO_LONG = Duration.ofSeconds(30);
    private static final long ORDER_OF_THE_CELLS = 14;
    private static final List<Cell> CELLS = cells();
    private static final int[] SECONDS = {5, 5, 6, 7, 8, 10, 12, 16, 18, 20, 25, 60};

    private static List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        Arrays.stream(InjectedFault.values())
                .filter(fault -> fault != InjectedFault.TARGET_DISK_FULL)
                .forEach(fault -> cells.addAll(cells(fault)));
        Collections.shuffle(cells, new Random(ORDER_OF_THE_CELLS));
        // Behind the others, whose seeds were given before there was a disk to fill.
        cells.addAll(cells(InjectedFault.TARGET_DISK_FULL));
        return List.copyOf(cells);
    }

    private static List<Cell> cells(InjectedFault fault) {
        return Arrays.stream(SeenPhase.values())
                .filter(fault::canMeet)
                .map(phase -> new Cell(fault, phase))
                .toList();
    }

    static int cellCount() {
        return CELLS.size();
    }

    static RunPlan of(long seed) {
        var random = new Random(seed * 0x9E3779B97F4A7C15L);
        var cell = CELLS.get(Math.floorMod(seed - 1, CELLS.size()));
        var dropped = cell.phase == SeenPhase.DROP_DATABASE;
        var foreign = dropped || random.nextInt(4) == 0;
        var cancels = cell.fault != InjectedFault.SERVER_UNDER_TWO_NAMES
                && cell.phase != SeenPhase.ANNOUNCED
                && !cell.fault.cancels()
                && random.nextInt(7) == 0;
        var resumed = cell.fault == InjectedFault.CANCELLED_AND_RESUMED;
        return new RunPlan(
                seed,
                cell.fault,
                cell.phase,
                Duration.ofSeconds(SECONDS[random.nextInt(SECONDS.length)]),
                Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(300) : 0),
                cancels ? random.nextInt(3_000) : -1,
                // A foreign database that may not be dropped ends the run at once: once in a while is enough.
                dropped || foreign && random.nextInt(6) != 0,
                foreign,
                cell.phase == SeenPhase.VERIFY || random.nextInt(4) != 0,
                random.nextInt(3) == 0,
                !resumed && random.nextInt(4) == 0,
                random.nextBoolean(),
                !resumed && random.nextInt(3) == 0,
                2 + random.nextInt(5),
                random.nextLong());
    }

    boolean asksToCancel() {
        return fault.cancels() || phase == SeenPhase.CLOSING || cancelAfterFaultMillis >= 0;
    }

    /// Whether the request is refused before anything moves.
    boolean isRefused() {
        return foreignDatabase && !overwrite;
    }

    /// Whether the tries of a worker may be used up before the fault is over, another migration has the database, or
    /// there is no room.
    boolean mayFail() {
        return fault == InjectedFault.SERVER_UNDER_TWO_NAMES
                || fault == InjectedFault.TARGET_DISK_FULL
                || faultLasts.compareTo(MAY_BE_TOO_LONG) >= 0;
    }

    /// How to do it again.
    String repeat() {
        return "mvn -q verify -pl it -am -Dtest=none -Dit.test=FaultCampaignIT -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false -Dpgconvoy.it.faults.seeds=" + seed;
    }
}
