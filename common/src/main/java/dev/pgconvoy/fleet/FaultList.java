package dev.pgconvoy.fleet;

import dev.pgconvoy.text.Excerpt;
import java.util.ArrayList;
import java.util.List;

/// The faults of a fleet that are told: they are told in one record, and who has very many of
/// them mends the first ones first.
final class FaultList {

    static final int MOST = 100;
    private static final int LONGEST_MESSAGE = 1_000;
    /// Of all faults together.
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final FleetFault MORE =
            new FleetFault("/spec", "and there are more faults, which are told when these are mended");

    private final List<FleetFault> faults = new ArrayList<>();
    private int length;
    private boolean isFull;

    void add(String pointer, String message) {
        var shown = new FleetFault(pointer, Excerpt.of(message, LONGEST_MESSAGE));
        var longer = length + pointer.length() + shown.message().length();
        isFull = isFull || faults.size() == MOST || longer > LONGEST_TEXT;
        if (!isFull) {
            length = longer;
            faults.add(shown);
        }
    }

    /// Whether there are more than are told, so that nobody need look for others.
    boolean isFull() {
        return isFull;
    }

    /// The last one says so when there are more.
    List<FleetFault> told() {
        var told = new ArrayList<>(faults);
        if (isFull) {
            told.add(MORE);
        }
        return List.copyOf(told);
    }
}
