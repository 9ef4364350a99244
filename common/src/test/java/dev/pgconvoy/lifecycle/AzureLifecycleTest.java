package dev.pgconvoy.lifecycle;

import static dev.pgconvoy.fixture.Fixtures.DATABASE;
import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aHalfCopiedDatabase;
import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static dev.pgconvoy.fixture.Fixtures.aWarningOfAzure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Substate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What becomes of a migration that Azure's service runs.
class AzureLifecycleTest {

    private static final MigrationRequest ON_AZURE = aRequest().onAzure().build();

    @Example
    void people_see_the_states_of_the_service() {
        assertThat(seen("WaitingForUserAction", "WaitingForTargetDBOverwriteConfirmation")
                        .state())
                .isEqualTo(MigrationState.WAITING_FOR_USER_ACTION);
        assertThat(seen("WaitingForUserAction", "WaitingForTargetDBOverwriteConfirmation")
                        .substate())
                .isEqualTo(Substate.WAITING_FOR_TARGET_DB_OVERWRITE_CONFIRMATION);
        assertThat(seen("CleaningUp", "").state()).isEqualTo(MigrationState.CLEANING_UP);
    }

    @Example
    void a_word_that_is_not_known_is_kept_and_means_that_it_is_not_over() {
        var resting = seen("Resting", "Dreaming");

        assertThat(resting.state()).isEqualTo(MigrationState.IN_PROGRESS);
        assertThat(resting.substate()).isEqualTo(Substate.MIGRATING_DATA);
        assertThat(resting.status().azure()).contains(new AzureStatus("Resting", "Dreaming", Optional.empty()));
        assertThat(resting.isFinal()).isFalse();
    }

    @Example
    void a_failure_says_what_the_service_said() {
        assertThat(seen("Failed", "Completed").status().failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.AZURE_FAILED);
            assertThat(failure.message()).isEqualTo("There is already an active Migration Running on this target.");
        });
    }

    @Example
    void counters_that_the_service_does_not_tell_stay() {
        var silent = new Observation.AzureSeen(
                new AzureStatus("InProgress", "CompletingMigration", Optional.empty()), List.of(), List.of());

        var next = Lifecycle.fold(aMigration().delegated(), Facts.observed(ON_AZURE, silent), NOON)
                .next();

        assertThat(next.status().databases()).containsExactly(aHalfCopiedDatabase());
        assertThat(next.status().findings())
                .as("of the service, which has none any more")
                .isEmpty();
    }

    @Example
    void a_cancelled_one_names_what_is_left_on_the_target() {
        var canceling = Lifecycle.fold(aMigration().delegated(), Facts.cancelRequested(), NOON)
                .next();

        var decision = Lifecycle.fold(canceling, Facts.azureSeen("Canceled", "Completed"), NOON);

        assertThat(canceling.substate()).isEqualTo(Substate.CANCELING_REQUESTED_DB_MIGRATIONS);
        assertThat(decision.next().status().databasesToDrop()).containsExactly(DATABASE);
    }

    @Example
    void checks_alone_are_asked_of_the_service_too() {
        var checksOnly = aRequest().onAzure().validateOnly().build();
        var requested =
                Lifecycle.fold(null, new MigrationRequested(checksOnly), NOON).next();

        assertThat(Lifecycle.fold(requested, Facts.validated(checksOnly), NOON).next())
                .isInstanceOf(Migration.Scheduled.class);
    }

    @Property
    void the_end_that_azure_tells_is_the_end_in_whatever_order_its_words_are_heard(
            @ForAll("shuffledStoryOfAzure") List<MigrationEvent> story) {
        var current = Lifecycle.fold(null, story.getFirst(), NOON).next();
        for (var fact : story) {
            current = Lifecycle.fold(current, fact, NOON).next();
        }

        assertThat(current.state()).isEqualTo(MigrationState.SUCCEEDED);
        assertThat(current.status().azure())
                .hasValueSatisfying(said -> assertThat(said.state()).isEqualTo("Succeeded"));
    }

    @Property
    void what_azure_found_outlives_our_own_verdict(@ForAll("shuffledMiddleOfAzure") List<MigrationEvent> story) {
        var current =
                Lifecycle.fold(null, new MigrationRequested(ON_AZURE), NOON).next();
        for (var fact : story) {
            current = Lifecycle.fold(current, fact, NOON).next();
        }

        assertThat(current.isFinal()).isFalse();
        assertThat(current.status().findings()).containsExactlyInAnyOrder(aWarning(), aWarningOfAzure());
    }

    @Provide
    Arbitrary<List<MigrationEvent>> shuffledStoryOfAzure() {
        var story = new ArrayList<>(middleOfAzure());
        story.add(Facts.azureSeen("Succeeded", "Completed"));
        return Arbitraries.shuffle(story).map(facts -> {
            var all = new ArrayList<MigrationEvent>(facts);
            all.addFirst(new MigrationRequested(ON_AZURE));
            return all;
        });
    }

    @Provide
    Arbitrary<List<MigrationEvent>> shuffledMiddleOfAzure() {
        return Arbitraries.shuffle(middleOfAzure());
    }

    private static List<MigrationEvent> middleOfAzure() {
        return List.of(
                Facts.validationBegan(),
                Facts.validated(ON_AZURE, aWarning()),
                new MigrationSubmitted(ON_AZURE, ExecutorKind.AZURE, 1, Facts.accepted(ON_AZURE)),
                Facts.azureSeen("InProgress", "PerformingPreRequisiteSteps"),
                Facts.azureSeen("InProgress", "ValidationInProgress"),
                Facts.azureSeen("WaitingForUserAction", "WaitingForTargetDBOverwriteConfirmation"),
                Facts.azureSeen("InProgress", "MigratingData"));
    }

    private static Migration seen(String state, String substate) {
        return Lifecycle.fold(aMigration().scheduled(), Facts.azureSeen(state, substate), NOON)
                .next();
    }
}
