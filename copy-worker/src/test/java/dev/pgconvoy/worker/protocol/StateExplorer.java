package dev.pgconvoy.worker.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Goes through all states of a model, the nearest first, so that the way to a violation is a shortest one.
final class StateExplorer {

    /// One thing that can happen.
    ///
    /// @param calm whether it happens also when nothing breaks any more
    record Step(String name, boolean calm, ProtocolState next) {}

    /// @param traces the steps to the first state of each violation
    /// @param announced the ends that were reached
    record Outcome(
            int states, long steps, Set<ProtocolState.End> announced, Map<ProtocolViolation, List<String>> traces) {

        String report() {
            var lines = new ArrayList<String>();
            lines.add("%d states, %d steps, ends %s".formatted(states, steps, announced));
            traces.forEach((violation, trace) -> {
                lines.add(violation + ", the shortest way to it:");
                trace.forEach(step -> lines.add("  " + step));
            });
            return String.join("\n", lines);
        }
    }

    private final TakeOverModel model;
    private final int limit;
    private final WorldTable worlds = new WorldTable();
    private int[] parents = new int[1 << 16];
    private int[] calmFrom = new int[1 << 18];
    private int[] calmTo = new int[1 << 18];
    private int calm;
    private long steps;
    private final Set<ProtocolState.End> announced = EnumSet.noneOf(ProtocolState.End.class);
    private final Map<ProtocolViolation, List<String>> traces = new EnumMap<>(ProtocolViolation.class);

    /// @param limit states that are too many: the bounds of the model are wrong
    StateExplorer(TakeOverModel model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    Outcome explore() {
        return exploreUntil(Set.of());
    }

    /// Stops early when one of these was found.
    Outcome exploreUntil(Set<ProtocolViolation> sought) {
        for (var world : model.initial()) {
            add(world, -1);
        }
        for (var current = 0; current < worlds.size(); current++) {
            var world = worlds.get(current);
            if (world.violation() != ProtocolViolation.NONE) {
                var found = world.violation();
                if (!traces.containsKey(found)) {
                    traces.put(found, trace(current));
                }
                if (sought.contains(found)) {
                    return outcome();
                }
                continue;
            }
            announced.add(world.history().ended());
            for (var step : model.steps(world)) {
                steps++;
                var next = add(step.next(), current);
                if (step.calm()) {
                    addCalm(current, next);
                }
            }
        }
        findDeadEnd();
        return outcome();
    }

    private Outcome outcome() {
        return new Outcome(worlds.size(), steps, announced, traces);
    }

    private int add(ProtocolState world, int parent) {
        var before = worlds.size();
        var number = worlds.add(world);
        if (number == before) {
            if (number >= limit) {
                throw new IllegalStateException("more than " + limit + " states");
            }
            if (number == parents.length) {
                parents = Arrays.copyOf(parents, parents.length * 2);
            }
            parents[number] = parent;
        }
        return number;
    }

    private void addCalm(int from, int to) {
        if (calm == calmFrom.length) {
            calmFrom = Arrays.copyOf(calmFrom, calm * 2);
            calmTo = Arrays.copyOf(calmTo, calm * 2);
        }
        calmFrom[calm] = from;
        calmTo[calm++] = to;
    }

    /// From an announced end, or another violation, backwards along calm steps: what is not reached and should be is a
    /// dead end.
    private void findDeadEnd() {
        var heads = new int[worlds.size() + 1];
        for (var edge = 0; edge < calm; edge++) {
            heads[calmTo[edge] + 1]++;
        }
        for (var number = 0; number < worlds.size(); number++) {
            heads[number + 1] += heads[number];
        }
        var sources = new int[calm];
        var filled = Arrays.copyOf(heads, heads.length);
        for (var edge = 0; edge < calm; edge++) {
            sources[filled[calmTo[edge]]++] = calmFrom[edge];
        }
        var ending = new BitSet(worlds.size());
        var queue = new ArrayDeque<Integer>();
        for (var number = 0; number < worlds.size(); number++) {
            var world = worlds.get(number);
            if (world.history().hasEnded() || world.violation() != ProtocolViolation.NONE) {
                ending.set(number);
                queue.add(number);
            }
        }
        while (!queue.isEmpty()) {
            var number = queue.remove();
            for (var at = heads[number]; at < heads[number + 1]; at++) {
                if (!ending.get(sources[at])) {
                    ending.set(sources[at]);
                    queue.add(sources[at]);
                }
            }
        }
        for (var number = 0; number < worlds.size(); number++) {
            var world = worlds.get(number);
            if (!ending.get(number) && world.violation() == ProtocolViolation.NONE && model.mustBeAbleToEnd(world)) {
                traces.put(ProtocolViolation.DEAD_END, trace(number));
                return;
            }
        }
    }

    private List<String> trace(int last) {
        var names = new ArrayDeque<String>();
        names.addFirst("=> " + worlds.get(last).violation() + " " + worlds.get(last));
        for (var number = last; parents[number] >= 0; number = parents[number]) {
            var reached = worlds.get(number);
            var name = model.steps(worlds.get(parents[number])).stream()
                    .filter(step -> step.next().equals(reached))
                    .map(Step::name)
                    .findFirst()
                    .orElseThrow();
            names.addFirst(name);
        }
        return List.copyOf(names);
    }
}
