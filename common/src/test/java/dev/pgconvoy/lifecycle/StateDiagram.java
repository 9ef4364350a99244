package dev.pgconvoy.lifecycle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The moves of the machine as a Mermaid diagram. A fact may come ahead of others and then moves an earlier state, too;
/// of such moves the diagram shows the last, and what all states on the way have in common it shows once.
final class StateDiagram {

    private static final List<String> WAY = List.of(
            "unknown", "Preparing", "Validating", "Scheduled", "Migrating", "Completing", "Delegated", "Finishing");
    private static final List<String> RUNNING = WAY.subList(1, WAY.indexOf("Finishing"));

    private StateDiagram() {}

    private record Move(String from, String fact, String to) {
        Stream<Move> shown(Set<String> sources) {
            if (sources.containsAll(RUNNING) && RUNNING.contains(from)) {
                return RUNNING.getFirst().equals(from) ? Stream.of(new Move("Running", fact, to)) : Stream.of();
            }
            return isLast(sources) ? Stream.of(new Move(from.equals("unknown") ? "[*]" : from, fact, to)) : Stream.of();
        }

        private boolean isLast(Set<String> sources) {
            return !WAY.contains(from) || WAY.indexOf(from) == last(sources) || isBack();
        }

        /// Of the sources that are on the way to here.
        private int last(Set<String> sources) {
            return sources.stream()
                    .mapToInt(WAY::indexOf)
                    .filter(at -> !WAY.contains(to) || at < WAY.indexOf(to))
                    .max()
                    .orElse(-1);
        }

        private boolean isBack() {
            return WAY.contains(to) && WAY.indexOf(from) > WAY.indexOf(to);
        }
    }

    static String mermaid() {
        var sources = moves().collect(groupingBy(
                move -> List.of(move.fact, move.to),
                LinkedHashMap::new,
                mapping(Move::from, toCollection(LinkedHashSet::new))));
        Map<List<String>, Set<String>> labels = new LinkedHashMap<>();
        moves().flatMap(move -> move.shown(sources.get(List.of(move.fact, move.to))))
                .forEach(move -> labels.computeIfAbsent(List.of(move.from, move.to), _ -> new LinkedHashSet<>())
                        .add(move.fact));
        return Stream.of(
                        Stream.of("stateDiagram-v2", "    state Running {"),
                        RUNNING.stream().map("        %s"::formatted),
                        Stream.of("    }"),
                        labels.entrySet().stream()
                                .map(edge -> "    %s --> %s : %s"
                                        .formatted(
                                                edge.getKey().getFirst(),
                                                edge.getKey().getLast(),
                                                String.join(" / ", edge.getValue()))),
                        LifecycleCases.states().stream()
                                .map(LifecycleCases.State::migration)
                                .filter(Objects::nonNull)
                                .filter(Migration::isFinal)
                                .map(migration -> "    %s --> [*]"
                                        .formatted(migration.getClass().getSimpleName())))
                .flatMap(lines -> lines)
                .collect(joining("\n"));
    }

    private static Stream<Move> moves() {
        return LifecycleCases.facts().stream()
                .flatMap(fact -> LifecycleCases.states().stream()
                        .map(state -> Map.entry(state, fact.on(state)))
                        .filter(step -> step.getValue().moves())
                        .map(step -> new Move(
                                step.getKey().name(),
                                label(fact),
                                Objects.requireNonNull(
                                                step.getValue().decision().next())
                                        .getClass()
                                        .getSimpleName())))
                .filter(StateDiagram::isLikely)
                .distinct();
    }

    /// Our conductors do not lead what Azure's service moves, a decided end is the one that is announced, and a
    /// conductor speaks of its lead before it speaks of an end; the table says what would follow otherwise.
    private static boolean isLikely(Move move) {
        return !(move.from.equals("Delegated") && WAY.contains(move.to))
                && !(move.from.equals("Finishing") && !move.to.equals("Succeeded"))
                && !(move.to.equals("Migrating") && move.fact.matches("(ending|hindered).*"));
    }

    private static String label(LifecycleCases.Fact fact) {
        return fact.name()
                .replaceAll(" \\d$", "")
                .replace("requested otherwise", "requested")
                .replace(", another request", "")
                .replaceAll("azure-seen (InProgress|WaitingForUserAction|CleaningUp|Resting)", "azure-seen");
    }
}
