package dev.pgconvoy.event;

import static dev.pgconvoy.fixture.Fixtures.aMigration;
import static dev.pgconvoy.fixture.Fixtures.aReport;
import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aWarning;
import static java.util.stream.Collectors.toMap;

import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.Fleets;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetFault;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.fleet.status.FleetPhase;
import dev.pgconvoy.fleet.status.PlanChanges;
import dev.pgconvoy.fleet.status.ServerPhase;
import dev.pgconvoy.fleet.status.WavePhase;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.CheckOptions;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.migration.RightsOptions;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.migration.notification.RequestedReceiver;
import dev.pgconvoy.migration.notification.Transition;
import dev.pgconvoy.migration.rate.RateScope;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One of each thing that is written as JSON, by the name of its golden file.
final class EventSamples {

    private static final String SEALED = "AVZ0ZXN0" + "A".repeat(40);

    private EventSamples() {}

    /// By topic, and by kind where a topic has several.
    static SequencedMap<String, Event> events() {
        var samples = new TreeMap<String, Event>();
        Stream.of(
                        new MigrationEvent.MigrationRequested(aRequestWithEverything()),
                        Facts.estimated(aRequest().build(), aWarning()),
                        Facts.submitted(),
                        Facts.cancelRequested(),
                        new MigrationEvent.SubstateChanged(
                                shown(aMigration().migrating()).brief()),
                        new MigrationEvent.MigrationCompleted(
                                shown(aMigration().succeeded()).withPreflight(Optional.of(Fixtures.aPreflightRun()))),
                        new MigrationEvent.MigrationCancelled(shown(aMigration().canceled())),
                        new MigrationEvent.StateRecorded(shown(aMigration().completing())),
                        CopyWork.aProgress(),
                        CopyWork.aClaim())
                .forEach(event -> samples.put(EventType.of(event).topic(), event));
        samples.put(
                "migration.completed.failed",
                new MigrationEvent.MigrationCompleted(shown(aMigration().failed())));
        samples.put(
                "migration.completed.validation-failed",
                new MigrationEvent.MigrationCompleted(shown(aMigration().validationFailed())));
        samples.put(
                "migration.substate-changed.delegated",
                new MigrationEvent.SubstateChanged(
                        shown(aMigration().delegated()).brief()));
        observations()
                .forEach(observation ->
                        samples.put("migration.observed." + kebab(observation), Facts.observed(observation)));
        samples.put("copy.progress.index", CopyWork.indexProgress());
        samples.put("copy.progress.slowed", CopyWork.slowedProgress());
        CopyWork.ofEachKind().forEach(work -> samples.put("copy.tasks." + kebab(work), CopyWork.aTask(work)));
        samples.put("copy.limits", new RateLimitSet(RateScope.ofSource("old.example.org"), Optional.of(20_971_520L)));
        samples.put("copy.limits.taken-back", new RateLimitSet(RateScope.ofFleet("weekend"), Optional.empty()));
        samples.put("copy.tasks.limited", CopyWork.aTaskLimitedThrice(52_428_800, 104_857_600, 209_715_200));
        CopyWork.wordsOfEachKind().forEach(said -> samples.put("copy.snapshots." + kebab(said), CopyWork.aWord(said)));
        samples.put(
                "fleet.plans",
                new FleetEvent.FleetRequested(Fleets.aFleetWithEverything(), true, false, Optional.of(11L)));
        samples.put("fleet.state", new FleetEvent.FleetStateRecorded(Fleets.aStatus()));
        fleetActions()
                .forEach(action -> samples.put(
                        "fleet.actions." + kebab(action),
                        new FleetEvent.FleetActionRequested(
                                Fleets.NAME,
                                action,
                                Optional.of(12L).filter(_ -> action instanceof FleetAction.Approve))));
        fleetNews()
                .forEach(news -> samples.put(
                        "fleet.changed." + kebab(news),
                        new FleetEvent.FleetChanged(Fleets.NAME, 12, news, causeOf(news))));
        Stream.of(CopyWork.done(), CopyWork.failed())
                .forEach(outcome -> samples.put("copy.results." + kebab(outcome), CopyWork.aResult(outcome)));
        return samples;
    }

    private static Optional<String> causeOf(FleetNews news) {
        return switch (news) {
            case FleetNews.PlanAccepted _,
                    FleetNews.PlanUnchanged _,
                    FleetNews.PlanRefused _,
                    FleetNews.ActionTaken _,
                    FleetNews.ActionRefused _ -> Optional.of("1d5f7c0a-4");
            case FleetNews.PhaseChanged _, FleetNews.WaveChanged _, FleetNews.ServerChanged _ -> Optional.empty();
        };
    }

    static Stream<FleetAction> fleetActions() {
        return Stream.of(
                new FleetAction.Approve("rest", "dba", "dba-on-call", "the first wave is proven"),
                new FleetAction.Pause(Optional.of("rest"), Optional.empty(), "a fire drill"),
                new FleetAction.Resume(),
                new FleetAction.Cancel(Optional.of("rest"), Optional.empty(), "next weekend"),
                new FleetAction.Retry(Optional.empty(), Optional.of("shop")),
                new FleetAction.Delete());
    }

    static Stream<FleetNews> fleetNews() {
        var changes =
                new PlanChanges(List.of("shop"), List.of("billing"), List.of(), List.of("hr"), List.of("crm"), true);
        return Stream.of(
                new FleetNews.PlanAccepted(changes),
                new FleetNews.PlanUnchanged(
                        new PlanChanges(List.of(), List.of(), List.of(), List.of(), List.of(), false)),
                new FleetNews.PlanRefused(List.of(new FleetFault("/spec/servers", "a fleet needs a server"))),
                new FleetNews.ActionTaken(new FleetAction.Resume()),
                new FleetNews.ActionRefused(new FleetAction.Resume(), "the fleet \"weekend\" is not known"),
                new FleetNews.PhaseChanged(FleetPhase.PAUSED),
                new FleetNews.WaveChanged("first", WavePhase.STOPPED, Optional.of("2 servers have failed")),
                new FleetNews.ServerChanged(
                        "shop",
                        ServerPhase.RUNNING,
                        Optional.of(MigrationId.parse("new-shop/weekend.shop")),
                        Optional.empty()));
    }

    private static MigrationRequest aRequestWithEverything() {
        return aRequest()
                .rights(new RightsOptions(true, false, false))
                .copy(new CopyOptions(1L << 30, false, InvalidData.NOT_VALID, false)
                        .within(Optional.of(52_428_800L), Optional.of(104_857_600L)))
                .filters(new Filters(
                        List.of(),
                        List.of(),
                        List.of("audit"),
                        List.of(),
                        List.of("public.tmp_*"),
                        List.of("\"Logs\""),
                        List.of("pg_cron")))
                .checks(new CheckOptions(true, false))
                .telling(new RequestedReceiver(
                        "https://hooks.example.org/pgconvoy?team=shop",
                        Optional.of("tickets"),
                        Set.of(Transition.FAILED, Transition.STALLED)))
                .azure(Fixtures.anAzureResource())
                .label("cost-center", "4711")
                .label("team", "shop")
                .build();
    }

    /// As the monitor publishes it.
    private static MigrationStatus shown(Migration migration) {
        return migration.status().withoutPasswords();
    }

    static Stream<Observation> observations() {
        var difference = new Report.Difference("\"public\".\"orders\"", "rows", "8000", "7999");
        return Stream.of(
                Facts.validationBegan().observation(),
                Facts.migrationBegan(1).observation(),
                Facts.progressed(1).observation(),
                Facts.completionBegan(1).observation(),
                Facts.ending(1).observation(),
                Facts.hindered(1).observation(),
                Facts.unhindered(1).observation(),
                Facts.finished(1).observation(),
                new Observation.Failed(
                        1, Fixtures.aFailure(), Optional.of(aReport(List.of(difference))), List.of(Fixtures.DATABASE)),
                Facts.stopped(1).observation(),
                Facts.azureSeen("Failed", "Completed").observation());
    }

    /// As the monitor stores them.
    static SequencedMap<String, Migration> stored() {
        return aMigration()
                .inEachState()
                .collect(toMap(EventSamples::kebab, state -> state, (a, _) -> a, TreeMap::new));
    }

    static SequencedMap<String, SecretRef> secretRefs() {
        return Stream.of(
                        "env:PGCONVOY_SOURCE_PASSWORD",
                        "file:/run/secrets/target-password",
                        "keyvault:https://vault.example.org/secrets/target-password",
                        "entra:0a1b2c3d-0000-4444-8888-0123456789ab",
                        "sealed:" + SEALED)
                .map(SecretRef::parse)
                .collect(toMap(EventSamples::kebab, ref -> ref, (a, _) -> a, TreeMap::new));
    }

    private static String kebab(Object value) {
        return value.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)([A-Z])", "-$1")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
