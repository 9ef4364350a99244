package dev.pgconvoy.lifecycle;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.aHalfCopiedDatabase;
import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aStatus;

import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every state and every kind of fact, as the table test and the documentation walk them. Where a conductor leads, it
/// is the second one, so that there is an older and a newer one.
final class LifecycleCases {

    static final int EPOCH = 2;

    private LifecycleCases() {}

    /// @param migration null for an unknown one
    record State(String letter, @Nullable Migration migration) {
        String name() {
            return migration == null ? "unknown" : migration.getClass().getSimpleName();
        }
    }

    /// @param about what the migration of this fact wants
    record Fact(String name, MigrationEvent event, MigrationRequest about) {
        Fact(String name, MigrationEvent event) {
            this(name, event, aRequest().build());
        }

        Step on(State state) {
            var before = state.migration() == null ? null : wanting(state.migration());
            return new Step(before, Lifecycle.fold(before, event, NOON.plusSeconds(60)));
        }

        private Migration wanting(Migration migration) {
            var d = migration.dossier();
            return d.request().equals(about)
                    ? migration
                    : migration.with(new Dossier(
                            about,
                            RequestHash.of(about),
                            d.revision(),
                            d.requestedAt(),
                            d.changedAt(),
                            d.databases(),
                            d.checked(),
                            d.findings(),
                            d.obstacle(),
                            d.stalledSince(),
                            d.azure(),
                            d.cancelReason(),
                            d.preflight(),
                            d.pause()));
        }
    }

    record Step(@Nullable Migration before, Decision decision) {
        boolean changesNothing() {
            return decision.isSame(before);
        }

        /// Into another state.
        boolean moves() {
            return decision.next() != null
                    && (before == null || before.getClass() != decision.next().getClass());
        }
    }

    static List<State> states() {
        return List.of(
                new State("?", null),
                new State("P", aMigration().preparing()),
                new State("V", aMigration().validating()),
                new State("S", aMigration().scheduled()),
                new State("M", aMigration().migrating(EPOCH)),
                new State("C", aMigration().completing(EPOCH)),
                new State("Fi", aMigration().finishing(EPOCH)),
                new State("D", aMigration().delegated()),
                new State("X0", aMigration().cancelingUnled()),
                new State("X", aMigration().canceling(EPOCH)),
                new State("Su", aMigration().succeeded()),
                new State("Vf", aMigration().validationFailed()),
                new State("F", aMigration().failed()),
                new State("Ca", aMigration().canceled()));
    }

    static List<Fact> facts() {
        var validateOnly = aRequest().validateOnly().build();
        var otherwise = aRequest().jobs(9).build();
        return Stream.of(
                        Stream.of(
                                new Fact("requested", Facts.requested()),
                                new Fact("requested otherwise", new MigrationRequested(otherwise)),
                                new Fact("validated", Facts.validated()),
                                new Fact("validated, checks only", Facts.validated(validateOnly), validateOnly),
                                new Fact("validated, failed", Facts.validationFailed()),
                                new Fact("submitted", Facts.submitted()),
                                new Fact("cancel-requested", Facts.cancelRequested()),
                                new Fact("pause", Facts.paused()),
                                new Fact("resume", Facts.resumed()),
                                new Fact("submitted, another request", Facts.submitted(otherwise)),
                                new Fact("validated, another request", Facts.validated(otherwise)),
                                new Fact("validation-began", Facts.validationBegan()),
                                new Fact(
                                        "finished, another request",
                                        Facts.observed(
                                                otherwise, Facts.finished(EPOCH).observation()))),
                        byEpoch(1, "migration-began", epoch -> new Observation.MigrationBegan(epoch, "worker-1")),
                        byEpoch(1, "progressed", epoch -> new Observation.Progressed(epoch, List.of(further()))),
                        byEpoch(1, "completion-began", Observation.CompletionBegan::new),
                        byEpoch(
                                1,
                                "ending, finished",
                                epoch -> Facts.ending(epoch).observation()),
                        byEpoch(
                                1,
                                "ending, failed",
                                epoch -> new Observation.Ending(
                                        epoch, Facts.failed(epoch).observation())),
                        byEpoch(
                                1,
                                "ending, stopped",
                                epoch -> new Observation.Ending(
                                        epoch, Facts.stopped(epoch).observation())),
                        byEpoch(1, "hindered", epoch -> Facts.hindered(epoch).observation()),
                        byEpoch(1, "unhindered", Observation.Unhindered::new),
                        byEpoch(1, "paused", epoch -> Facts.pauseReached(epoch).observation()),
                        byEpoch(1, "finished", epoch -> Facts.finished(epoch).observation()),
                        byEpoch(0, "failed", epoch -> Facts.failed(epoch).observation()),
                        byEpoch(0, "stopped", epoch -> Facts.stopped(epoch).observation()),
                        byAzure(),
                        Stream.of(
                                new Fact("substate-changed", new MigrationEvent.SubstateChanged(aStatus())),
                                new Fact("completed", new MigrationEvent.MigrationCompleted(aStatus())),
                                new Fact("cancelled", new MigrationEvent.MigrationCancelled(aStatus())),
                                new Fact("state", new MigrationEvent.StateRecorded(aStatus()))))
                .flatMap(facts -> facts)
                .toList();
    }

    private static Stream<Fact> byEpoch(
            int first, String name, java.util.function.IntFunction<Observation> observation) {
        return IntStream.rangeClosed(first, EPOCH + 1)
                .mapToObj(epoch -> new Fact(name + " " + epoch, Facts.observed(observation.apply(epoch))));
    }

    /// In each state of a migration there, and in one that we do not know.
    private static Stream<Fact> byAzure() {
        var request = aRequest().onAzure().build();
        var further = new Observation.AzureSeen(
                new AzureStatus("InProgress", "MigratingData", Optional.empty()), List.of(further()), List.of());
        return Stream.concat(
                Stream.of(new Fact("azure-seen InProgress", Facts.observed(request, further), request)),
                Stream.of(
                                "WaitingForUserAction",
                                "CleaningUp",
                                "Resting",
                                "Succeeded",
                                "ValidationFailed",
                                "Failed",
                                "Canceled")
                        .map(state -> new Fact("azure-seen " + state, Facts.azureSeen(state, "Completed"), request)));
    }

    private static DatabaseProgress further() {
        var half = aHalfCopiedDatabase();
        return new DatabaseProgress(
                half.database(), half.phase(), 1, 2, 7, 0, half.bytesTotal(), 900_000, 7_500, 12, 6, 1, 400_000, 1);
    }
}
