package dev.pgconvoy.lifecycle;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent.MigrationFact;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.StateAnnouncement;
import dev.pgconvoy.migration.Observation;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every fact does in every state.
class LifecycleTableTest {

    /// `.` nothing, not even a new instance; `+` the same state, with a new revision; `!` refused; else the next
    /// state: Preparing, Validating, Scheduled, Migrating, Completing, Finishing, Delegated, X for Canceling,
    /// Succeeded, ValidationFailed, Failed, Canceled. Conductor 2 leads in M, C, Fi and X; nobody ever led in X0.
    private static final String TABLE = """
            fact                            | ?  P  V  S  M  C  Fi D  X0 X  Su Vf F  Ca
            requested                       | P  .  .  .  .  .  .  .  .  .  .  .  .  .
            requested otherwise             | P  !  !  !  !  !  !  !  !  !  !  !  !  !
            validated                       | S  S  S  .  .  .  .  .  +  .  .  .  .  .
            validated, checks only          | Su Su Su .  .  .  .  .  Su .  .  .  .  .
            validated, failed               | Vf Vf Vf .  .  .  .  .  Vf .  .  .  .  .
            submitted                       | S  S  S  .  .  .  .  .  .  .  .  .  .  .
            cancel-requested                | !  X  X  X  X  X  !  X  .  .  !  !  !  .
            pause                           | !  +  +  +  +  +  !  !  !  !  !  !  !  !
            resume                          | !  .  .  .  .  .  .  .  .  .  .  .  .  .
            submitted, another request      | S  !  !  !  !  !  !  !  !  !  !  !  !  !
            validated, another request      | S  !  !  !  !  !  !  !  !  !  !  !  !  !
            validation-began                | .  V  .  .  .  .  .  .  .  .  .  .  .  .
            finished, another request       | !  !  !  !  !  !  !  !  !  !  !  !  !  !
            migration-began 1               | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            migration-began 2               | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            migration-began 3               | !  M  M  M  +  M  +  M  +  +  .  .  .  .
            progressed 1                    | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            progressed 2                    | !  M  M  M  +  +  +  M  +  .  .  .  .  .
            progressed 3                    | !  M  M  M  +  M  +  M  +  +  .  .  .  .
            completion-began 1              | !  C  C  C  .  .  .  C  +  .  .  .  .  .
            completion-began 2              | !  C  C  C  C  .  .  C  +  .  .  .  .  .
            completion-began 3              | !  C  C  C  C  +  +  C  +  +  .  .  .  .
            ending, finished 1              | !  Fi Fi Fi .  .  .  Fi Fi .  .  .  .  .
            ending, finished 2              | !  Fi Fi Fi Fi Fi .  Fi Fi Fi .  .  .  .
            ending, finished 3              | !  Fi Fi Fi Fi Fi +  Fi Fi Fi .  .  .  .
            ending, failed 1                | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            ending, failed 2                | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            ending, failed 3                | !  M  M  M  +  +  +  M  +  +  .  .  .  .
            ending, stopped 1               | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            ending, stopped 2               | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            ending, stopped 3               | !  M  M  M  +  +  +  M  +  +  .  .  .  .
            hindered 1                      | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            hindered 2                      | !  M  M  M  +  +  +  M  +  +  .  .  .  .
            hindered 3                      | !  M  M  M  +  +  +  M  +  +  .  .  .  .
            unhindered 1                    | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            unhindered 2                    | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            unhindered 3                    | !  M  M  M  +  +  +  M  +  +  .  .  .  .
            paused 1                        | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            paused 2                        | !  M  M  M  .  .  .  M  +  .  .  .  .  .
            paused 3                        | !  M  M  M  +  +  +  M  +  +  .  .  .  .
            finished 1                      | !  Su Su Su Su Su Su Su Su Su .  .  .  .
            finished 2                      | !  Su Su Su Su Su Su Su Su Su .  .  .  .
            finished 3                      | !  Su Su Su Su Su Su Su Su Su .  .  .  .
            failed 0                        | !  F  F  F  .  .  .  F  Ca .  .  .  .  .
            failed 1                        | !  F  F  F  F  F  F  F  Ca Ca .  .  .  .
            failed 2                        | !  F  F  F  F  F  F  F  Ca Ca .  .  .  .
            failed 3                        | !  F  F  F  F  F  F  F  Ca Ca .  .  .  .
            stopped 0                       | .  Ca Ca Ca .  .  .  Ca Ca .  .  .  .  .
            stopped 1                       | !  Ca Ca Ca Ca Ca Ca Ca Ca Ca .  .  .  .
            stopped 2                       | !  Ca Ca Ca Ca Ca Ca Ca Ca Ca .  .  .  .
            stopped 3                       | !  Ca Ca Ca Ca Ca Ca Ca Ca Ca .  .  .  .
            azure-seen InProgress           | !  D  D  D  .  .  .  +  +  .  .  .  .  .
            azure-seen WaitingForUserAction | !  D  D  D  .  .  .  +  +  .  .  .  .  .
            azure-seen CleaningUp           | !  D  D  D  .  .  .  +  +  .  .  .  .  .
            azure-seen Resting              | !  D  D  D  .  .  .  +  +  .  .  .  .  .
            azure-seen Succeeded            | !  Su Su Su .  .  .  Su Su .  .  .  .  .
            azure-seen ValidationFailed     | !  Vf Vf Vf .  .  .  Vf Vf .  .  .  .  .
            azure-seen Failed               | !  F  F  F  .  .  .  F  F  .  .  .  .  .
            azure-seen Canceled             | !  Ca Ca Ca .  .  .  Ca Ca .  .  .  .  .
            substate-changed                | .  .  .  .  .  .  .  .  .  .  .  .  .  .
            completed                       | .  .  .  .  .  .  .  .  .  .  .  .  .  .
            cancelled                       | .  .  .  .  .  .  .  .  .  .  .  .  .  .
            state                           | .  .  .  .  .  .  .  .  .  .  .  .  .  .
            """;

    @Test
    void every_fact_does_in_every_state_what_the_table_says() {
        assertThat(asTheMachineHasIt()).isEqualTo(TABLE);
    }

    @Test
    void the_table_has_every_state() {
        assertThat(LifecycleCases.states().stream()
                        .map(LifecycleCases.State::migration)
                        .filter(Objects::nonNull))
                .extracting(migration -> (Class) migration.getClass())
                .containsAll(Set.of(Migration.class.getPermittedSubclasses()));
    }

    @Test
    void the_table_has_every_event_and_every_observation() {
        assertThat(LifecycleCases.facts().stream()
                        .map(fact -> fact.event().getClass())
                        .collect(toSet()))
                .isEqualTo(Stream.of(MigrationFact.class, StateAnnouncement.class)
                        .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                        .collect(toSet()));
        assertThat(LifecycleCases.facts().stream()
                        .map(LifecycleCases.Fact::event)
                        .filter(MigrationObserved.class::isInstance)
                        .map(event -> ((MigrationObserved) event).observation().getClass())
                        .collect(toSet()))
                .isEqualTo(Set.of(Observation.class.getPermittedSubclasses()));
    }

    @Test
    void what_changes_nothing_announces_nothing() {
        LifecycleCases.facts()
                .forEach(fact -> LifecycleCases.states().forEach(state -> {
                    var step = fact.on(state);
                    assertThat(step.decision().announcements().isEmpty())
                            .as("%s in %s", fact.name(), state.name())
                            .isEqualTo(step.changesNothing());
                }));
    }

    private static String asTheMachineHasIt() {
        var head = row("fact", LifecycleCases.states().stream().map(LifecycleCases.State::letter));
        return LifecycleCases.facts().stream()
                .map(fact -> row(fact.name(), LifecycleCases.states().stream().map(state -> cell(fact, state))))
                .collect(joining("", head, ""));
    }

    private static String row(String name, Stream<String> cells) {
        return "%-32s| %s%n"
                .formatted(
                        name, cells.map("%-2s"::formatted).collect(joining(" ")).stripTrailing());
    }

    private static String cell(LifecycleCases.Fact fact, LifecycleCases.State state) {
        var step = fact.on(state);
        if (step.decision().refusal().isPresent()) {
            return "!";
        }
        if (step.changesNothing()) {
            return ".";
        }
        return step.moves() ? letter(Objects.requireNonNull(step.decision().next())) : "+";
    }

    private static String letter(Migration next) {
        return LifecycleCases.states().stream()
                .filter(state -> state.migration() != null && state.migration().getClass() == next.getClass())
                .map(LifecycleCases.State::letter)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void the_table_is_complete() {
        var columns = LifecycleCases.states().size();
        assertThat(Arrays.stream(TABLE.split("\n")).skip(1))
                .hasSameSizeAs(LifecycleCases.facts())
                .allSatisfy(
                        row -> assertThat(row.substring(row.indexOf('|') + 2).split(" +"))
                                .hasSize(columns));
    }
}
