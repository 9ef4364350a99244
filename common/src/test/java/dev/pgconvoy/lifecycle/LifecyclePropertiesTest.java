package dev.pgconvoy.lifecycle;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Observation;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What holds whatever facts come, how often and in which order.
class LifecyclePropertiesTest {

    @Property
    void a_final_state_is_never_left_and_nothing_is_announced_in_it(@ForAll("facts") List<MigrationEvent> facts) {
        Migration current = null;
        for (var fact : facts) {
            var decision = Lifecycle.fold(current, fact, NOON);
            if (current != null && current.isFinal()) {
                assertThat(decision.next()).isSameAs(current);
                assertThat(decision.announcements()).isEmpty();
            }
            current = decision.next();
        }
    }

    @Property
    void a_revision_is_one_announced_change(@ForAll("facts") List<MigrationEvent> facts) {
        Migration current = null;
        for (var fact : facts) {
            var decision = Lifecycle.fold(current, fact, NOON);
            var before = current == null ? 0 : current.dossier().revision();
            if (decision.isSame(current)) {
                assertThat(decision.announcements()).isEmpty();
            } else {
                assertThat(decision.next().dossier().revision()).isEqualTo(before + 1);
                assertThat(decision.announcements())
                        .filteredOn(SubstateChanged.class::isInstance)
                        .containsExactly(
                                new SubstateChanged(decision.next().status().brief()));
            }
            current = decision.next();
        }
    }

    /// Counters alone may go back: a copy that begins anew counts anew. So may what Azure's service says.
    @Property
    void a_fact_that_was_heard_changes_nothing_when_it_comes_again(@ForAll("facts") List<MigrationEvent> facts) {
        Migration current = null;
        var heard = new ArrayList<MigrationEvent>();
        for (var fact : facts) {
            var known = current != null;
            current = Lifecycle.fold(current, fact, NOON).next();
            if (known && !isProgress(fact)) {
                heard.add(fact);
            }
            for (var again : heard) {
                assertThat(Lifecycle.fold(current, again, NOON).next()).isSameAs(current);
            }
            assertThat(Lifecycle.fold(current, fact, NOON).next())
                    .as("twice in a row")
                    .isSameAs(current);
        }
    }

    /// A conductor's end is decided in the target; the submitter's says that nobody leads.
    @Property
    void nothing_ends_before_somebody_said_so_who_may(@ForAll("facts") List<MigrationEvent> facts) {
        Migration current = null;
        for (var fact : facts) {
            var decision = Lifecycle.fold(current, fact, NOON);
            var led = current == null ? 0 : current.epoch();
            if (decision.announcements().stream().anyMatch(MigrationCancelled.class::isInstance)) {
                assertThat(fact).isInstanceOfSatisfying(MigrationObserved.class, observed -> {
                    assertThat(observed.observation())
                            .isInstanceOfAny(
                                    Observation.Stopped.class, Observation.Failed.class, Observation.AzureSeen.class);
                    assertThat(observed.observation().epoch() > 0 || led == 0).isTrue();
                });
            }
            current = decision.next();
        }
    }

    /// Two conductors that both believe in their lead, with all they say twice, late and mixed: the one end that the
    /// target decided is announced once, and it is that one.
    @Property
    void two_conductors_come_to_one_end(@ForAll("storyOfTwoConductors") StoryOfTwo story) {
        var current = Lifecycle.fold(null, Facts.requested(), NOON).next();
        var ends = new ArrayList<MigrationEvent>();
        for (var fact : story.told()) {
            var decision = Lifecycle.fold(current, fact, NOON);
            decision.announcements().stream()
                    .filter(said -> said instanceof MigrationCompleted || said instanceof MigrationCancelled)
                    .forEach(ends::add);
            current = decision.next();
        }

        assertThat(ends).hasSize(1);
        assertThat(current.state()).isIn(story.end());
        assertThat(current.status().obstacle()).isEmpty();
    }

    /// @param end what people may see at the end: who asked for a stop hears of a failure as of a stop
    record StoryOfTwo(List<MigrationEvent> told, List<MigrationState> end) {

        /// @param announcers who lives long enough to announce the end
        static StoryOfTwo of(MigrationObserved end, List<Integer> announcers, boolean cancelled) {
            var told = new ArrayList<MigrationEvent>(List.of(Facts.validated(), Facts.submitted()));
            for (var epoch : List.of(1, 2)) {
                told.add(Facts.migrationBegan(epoch));
                told.add(Facts.progressed(epoch));
                told.add(Facts.completionBegan(epoch));
                told.add(Facts.observed(new Observation.Ending(epoch, by(epoch, end.observation()))));
                told.add(Facts.hindered(epoch));
            }
            announcers.forEach(epoch -> told.add(Facts.observed(by(epoch, end.observation()))));
            if (cancelled) {
                told.add(Facts.cancelRequested());
            }
            return new StoryOfTwo(told, statesAfter(end.observation(), cancelled));
        }

        Arbitrary<StoryOfTwo> mixed() {
            return Arbitraries.of(told).list().ofMaxSize(8).flatMap(again -> {
                var all = new ArrayList<>(told);
                all.addAll(again);
                return Arbitraries.shuffle(all).map(shuffled -> new StoryOfTwo(shuffled, end));
            });
        }
    }

    @Provide
    Arbitrary<StoryOfTwo> storyOfTwoConductors() {
        var ends = Arbitraries.of(Facts.finished(1), Facts.failed(1), Facts.stopped(1));
        return Combinators.combine(
                        ends, Arbitraries.of(List.of(1), List.of(2), List.of(1, 2)), Arbitraries.of(true, false))
                .as(StoryOfTwo::of)
                .flatMap(StoryOfTwo::mixed);
    }

    private static List<MigrationState> statesAfter(Observation end, boolean cancelled) {
        return switch (end) {
            case Observation.Finished _ -> List.of(MigrationState.SUCCEEDED);
            case Observation.Failed _ ->
                cancelled ? List.of(MigrationState.FAILED, MigrationState.CANCELED) : List.of(MigrationState.FAILED);
            case Observation.Stopped _ -> List.of(MigrationState.CANCELED);
            default -> throw new IllegalArgumentException("not an end: " + end);
        };
    }

    private static Observation by(int epoch, Observation end) {
        return switch (end) {
            case Observation.Finished(var _, var report) -> new Observation.Finished(epoch, report);
            case Observation.Failed(var _, var failure, var report, var left) ->
                new Observation.Failed(epoch, failure, report, left);
            case Observation.Stopped(var _, var left) -> new Observation.Stopped(epoch, left);
            default -> throw new IllegalArgumentException("not an end: " + end);
        };
    }

    @Property
    void the_end_by_any_conductor_is_the_end(
            @ForAll("facts") List<MigrationEvent> before,
            @ForAll("ends") MigrationObserved end,
            @ForAll("facts") List<MigrationEvent> after) {
        var current = Lifecycle.fold(null, Facts.requested(), NOON).next();
        for (var fact : before) {
            current = Lifecycle.fold(current, fact, NOON).next();
        }

        current = Lifecycle.fold(current, end, NOON).next();

        assertThat(current.isFinal()).isTrue();
        for (var fact : after) {
            assertThat(Lifecycle.fold(current, fact, NOON).announcements()).isEmpty();
            assertThat(Lifecycle.stall(current, NOON, NOON).announcements()).isEmpty();
        }
    }

    @Property
    void an_epoch_never_falls_while_somebody_may_write(@ForAll("facts") List<MigrationEvent> facts) {
        Migration current = null;
        for (var fact : facts) {
            var next = Lifecycle.fold(current, fact, NOON).next();
            if (current != null && !next.isFinal()) {
                assertThat(next.epoch()).isGreaterThanOrEqualTo(current.epoch());
            }
            current = next;
        }
    }

    @Property
    void a_whole_story_ends_well_in_whatever_order_it_is_heard(@ForAll("shuffledStory") List<MigrationEvent> story) {
        var current = Lifecycle.fold(null, Facts.requested(), NOON).next();
        for (var fact : story) {
            current = Lifecycle.fold(current, fact, NOON).next();
        }

        assertThat(current.state()).isEqualTo(MigrationState.SUCCEEDED);
        assertThat(current.status().report()).isPresent();
    }

    @Property(tries = 100)
    void every_state_on_the_way_survives_the_store(@ForAll("facts") List<MigrationEvent> facts) throws Exception {
        Migration current = null;
        for (var fact : facts) {
            current = Lifecycle.fold(current, fact, NOON).next();
            if (current != null) {
                assertThat(EventJson.MAPPER.readValue(EventJson.write(current), Migration.class))
                        .isEqualTo(current);
            }
        }
    }

    @Provide
    Arbitrary<List<MigrationEvent>> facts() {
        return Arbitraries.oneOf(spoken(), observed().map(fact -> fact)).list().ofMaxSize(25);
    }

    @Provide
    Arbitrary<MigrationObserved> ends() {
        return Arbitraries.of(
                Facts.finished(1),
                Facts.failed(1),
                Facts.stopped(1),
                Facts.finished(4),
                Facts.failed(4),
                Facts.stopped(4));
    }

    @Provide
    Arbitrary<List<MigrationEvent>> shuffledStory() {
        var story = List.<MigrationEvent>of(
                Facts.requested(),
                Facts.validationBegan(),
                Facts.validated(),
                Facts.submitted(),
                Facts.migrationBegan(1),
                Facts.progressed(1),
                Facts.completionBegan(1),
                Facts.ending(1),
                Facts.finished(1));
        return Arbitraries.of(story).list().ofMaxSize(6).flatMap(again -> {
            var all = new ArrayList<>(story);
            all.addAll(again);
            return Arbitraries.shuffle(all);
        });
    }

    private static Arbitrary<MigrationEvent> spoken() {
        var validateOnly = aRequest().validateOnly().build();
        return Arbitraries.of(
                Facts.requested(),
                new MigrationRequested(validateOnly),
                new MigrationRequested(aRequest().allDatabases().build()),
                Facts.validated(),
                Facts.validated(aRequest().build(), aWarning()),
                Facts.validated(validateOnly),
                Facts.validationFailed(),
                Facts.submitted(),
                Facts.cancelRequested(),
                Facts.validationBegan());
    }

    private static Arbitrary<MigrationObserved> observed() {
        var epochs = Arbitraries.integers().between(0, 3);
        var progress = Combinators.combine(epochs, Arbitraries.integers().between(0, 3))
                .as((epoch, bytes) -> Facts.observed(new Observation.Progressed(epoch, List.of(copied(bytes)))));
        return Arbitraries.oneOf(
                progress,
                epochs.map(Facts::migrationBegan),
                epochs.map(Facts::completionBegan),
                epochs.map(Facts::ending),
                epochs.map(epoch -> Facts.observed(
                        new Observation.Ending(epoch, Facts.stopped(epoch).observation()))),
                epochs.map(Facts::hindered),
                epochs.map(Facts::unhindered),
                epochs.map(Facts::finished),
                epochs.map(Facts::failed),
                epochs.map(Facts::stopped),
                azureSeen());
    }

    private static Arbitrary<MigrationObserved> azureSeen() {
        var states = Arbitraries.of("InProgress", "CleaningUp", "Resting", "Succeeded", "Failed", "Canceled");
        return Combinators.combine(states, Arbitraries.of("MigratingData", "", "Dreaming"))
                .as(Facts::azureSeen);
    }

    private static DatabaseProgress copied(int bytes) {
        return new DatabaseProgress("shop", DatabasePhase.COPY, 0, 1, 0, 0, 3, bytes, bytes, 0, 0, 0, 1, 1);
    }

    private static boolean isProgress(MigrationEvent fact) {
        return fact instanceof MigrationObserved(var _, var _, var observation)
                && (observation instanceof Observation.Progressed
                        || observation instanceof Observation.Hindered
                        || observation instanceof Observation.Unhindered
                        || observation instanceof Observation.AzureSeen);
    }
}
