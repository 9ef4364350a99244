package dev.pgconvoy.lifecycle;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// `docs/state-machine.md`, written from what the machine does.
final class StateMachinePage {

    private static final List<String> COLUMNS = List.of(
            "unknown",
            "Preparing",
            "Validating",
            "Scheduled",
            "Migrating",
            "Completing",
            "Finishing",
            "Delegated",
            "Canceling (not led)",
            "Canceling",
            "Succeeded",
            "ValidationFailed",
            "Failed",
            "Canceled");

    private StateMachinePage() {}

    static String text() {
        return """
                # The states of a migration

                <!-- Written from the machine itself by:
                     mvn -pl common test -Dtest=StateMachinePageTest -Dregenerate=true -->

                The monitor folds the facts about a migration into one state (`dev.pgconvoy.lifecycle`, pure Java).
                Facts may come twice, late, or ahead of the ones before them, so each state has an answer to each fact.
                What changes nothing returns the same instance: nothing is stored, announced or counted.

                ```mermaid
                %s
                ```

                `Running` stands for any state in it. `ending` says which end is decided: in `Finishing` the copy is
                complete and proven, and a request to cancel is refused. `finished`, `failed` and `stopped` are what a
                conductor says once nothing writes to the target any more; no end is announced before. They are taken
                from any conductor, since the end is decided in the target and only once; the first one counts.
                `hindered` says what has interrupted the work, or keeps a decided end from being completed: people see
                it as `obstacle` until `unhindered`, the end, or until another attempt begins. `azure-seen` is what Azure's service says of a migration that
                it runs: in `Delegated` people see its own state and substate.

                ## What people see

                | state of the machine | state | substate | announced as |
                |---|---|---|---|
                %s

                Every change is announced on `migration.state` and `migration.substate-changed`, too, with a revision
                that grows by one. When nobody has said anything for a while, `stalledSince` is set; the next word of the
                conductor clears it.

                ## Every fact in every state

                `·` nothing happens · `+` same state, new revision · **refused** goes to the dead-letter topic with the
                reason · otherwise the next state.

                A conductor's word carries its epoch; a newer conductor has a higher one. In `Migrating`, `Completing`,
                `Finishing` and `Canceling` the columns have one that leads, and the rows say whether an older one speaks, that one, or a
                newer one. Where nobody leads yet, any conductor is a newer one; epoch 0 is the submitter's, about
                migrations that no conductor ever led; where one leads, it is not true.

                Facts carry the hash of the request that they are about. An id stands for one request: what is about
                another one (`another request`) is refused, whatever it says.

                `azure-seen` comes with the state that Azure's service has for the migration; `Resting` stands for any word
                that is not known here, which means that the migration is not over.

                %s
                """.formatted(StateDiagram.mermaid(), documentedStates(), table());
    }

    private static String documentedStates() {
        return LifecycleCases.states().stream()
                .filter(state -> state.migration() != null && !state.letter().equals("X0"))
                .map(LifecycleCases.State::migration)
                .filter(Objects::nonNull)
                .map(migration -> row(Stream.of(
                        migration.getClass().getSimpleName(),
                        migration.state().text(),
                        migration.substate().text(),
                        Decision.announced(migration).announcements().stream()
                                .skip(2)
                                .map(event -> "`"
                                        + dev.pgconvoy.event.EventType.of(event).topic() + "`")
                                .collect(joining(", ")))))
                .collect(joining("\n"));
    }

    private static String table() {
        return Stream.of(
                        Stream.of(row(Stream.concat(Stream.of("fact"), COLUMNS.stream()))),
                        Stream.of("|---".repeat(COLUMNS.size() + 1) + "|"),
                        LifecycleCases.facts().stream()
                                .map(fact -> row(Stream.concat(
                                        Stream.of(name(fact)),
                                        LifecycleCases.states().stream().map(state -> cell(fact.on(state)))))))
                .flatMap(rows -> rows)
                .collect(joining("\n"));
    }

    private static String row(Stream<String> cells) {
        return cells.collect(joining(" | ", "| ", " |"));
    }

    private static String name(LifecycleCases.Fact fact) {
        var epoch = fact.name().charAt(fact.name().length() - 1) - '0';
        var name = fact.name().replaceAll(" \\d$", "");
        return switch (epoch) {
            case 0 -> name + ", epoch 0";
            case LifecycleCases.EPOCH - 1 -> name + ", older";
            case LifecycleCases.EPOCH -> name;
            case LifecycleCases.EPOCH + 1 -> name + ", newer";
            default -> name;
        };
    }

    private static String cell(LifecycleCases.Step step) {
        if (step.decision().refusal().isPresent()) {
            return "**refused**";
        }
        if (step.changesNothing()) {
            return "·";
        }
        return step.moves()
                ? Objects.requireNonNull(step.decision().next()).getClass().getSimpleName()
                : "+";
    }
}
