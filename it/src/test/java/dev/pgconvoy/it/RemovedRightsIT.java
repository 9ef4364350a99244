package dev.pgconvoy.it;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.access.AccessPage;
import dev.pgconvoy.it.access.AccessRow;
import dev.pgconvoy.it.access.DocumentedConsequence;
import dev.pgconvoy.it.environment.EnforcingInstallation;
import dev.pgconvoy.it.environment.NotificationReceiver;
import dev.pgconvoy.it.environment.RightRemoval;
import dev.pgconvoy.it.environment.ServiceTrial;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// What docs/security/acls.md says that happens without a right does happen when it alone is taken away, row by row.
/// The services have nothing to do with each other's rights: in each round every one of them lacks one. What a
/// requester lacks is in the launcher's MissingRightIT.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovedRightsIT {

    private static final String MONITOR = "pgconvoy-monitor";
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    /// Longer than a consumer that is begun anew takes to fail again.
    private static final Duration A_WHILE = Duration.ofSeconds(4);

    private static final Pattern BACKLOG = Pattern.compile("(?m)^pgconvoy_group_backlog\\S*\\{.*?group=\"([^\"]+)\"");
    /// Where each group begins: of a group that has never been anywhere no backlog is told.
    private static final Map<String, String> READ_BY_GROUP = Map.of(
            "pgconvoy-preflight", "migration.requested",
            "pgconvoy-admission", "migration.validated",
            "pgconvoy-azure-submit", "migration.submitted");

    private EnforcingInstallation installation;
    private Admin administrator;

    @BeforeAll
    void start() throws Exception {
        installation = EnforcingInstallation.ofTheBroker();
        administrator = installation.administrator();
        Topics.create(administrator, TopicSettings.DEFAULTS);
        for (var read : READ_BY_GROUP.entrySet()) {
            administrator
                    .alterConsumerGroupOffsets(
                            read.getKey(), Map.of(new TopicPartition(read.getValue(), 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
        // Of an empty topic a share group has no place.
        installation.write("copy.tasks", "nowhere/none", "{}");
        installation.write("migration.submitted", "nowhere/none", "{}");
    }

    @AfterAll
    void stop() {
        if (administrator != null) {
            administrator.close();
        }
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void a_test_looks_for_whatever_the_page_says() {
        assertThat(AccessPage.rows()).hasSizeGreaterThan(100).allSatisfy(AccessRow::consequence);
        assertThat(AccessPage.rows()).extracting(AccessRow::user).containsAll(EnforcingInstallation.services());
    }

    /// The services run on meanwhile: a right may be lost at any time.
    @TestFactory
    Stream<DynamicTest> a_right_that_is_lost_while_the_services_run_does_what_the_page_says() {
        var receiver = NotificationReceiver.start(installation.keys());
        var trials = new LinkedHashMap<String, ServiceTrial>();
        EnforcingInstallation.services()
                .forEach(user -> trials.put(
                        user, installation.tryService(user, user.equals(MONITOR) ? receiver.settings() : Map.of())));
        return Stream.of(
                        Stream.of(test("with all rights", () -> awaitAllReady(trials))),
                        rounds(DocumentedConsequence.NAMED_WHILE_MISSING)
                                .map(round -> test(names(round), () -> areNamedAlone(trials, round))),
                        rows(DocumentedConsequence.BACKLOG_UNKNOWN)
                                .map(row -> test(row.toString(), () -> isNoBacklogToldOfItAlone(trials, row))),
                        rows(DocumentedConsequence.RECEIVERS_TOLD_NOTHING)
                                .map(row -> test(row.toString(), () -> isReceiverToldLater(trials, receiver, row))),
                        Stream.of(test("with all rights again", () -> awaitAllReady(trials))))
                .flatMap(tests -> tests)
                .onClose(() -> {
                    trials.values().forEach(ServiceTrial::close);
                    receiver.close();
                });
    }

    private static Void awaitAllReady(Map<String, ServiceTrial> trials) {
        trials.forEach((_, trial) -> awaitUntil("%s gets ready".formatted(trial), trial::isReady));
        return null;
    }

    /// The right of the round before is not named any more.
    private Void areNamedAlone(Map<String, ServiceTrial> trials, List<AccessRow> round) throws Exception {
        try (var _ = new Removals(round)) {
            for (var row : round) {
                var trial = trial(trials, row);
                awaitUntil(
                        "%s, without it: %s".formatted(row, row.without()),
                        () -> trial.isNotReady()
                                && trial.readiness().contains("\"missing\": \"%s\"".formatted(row.quoted()))
                                && trial.log().contains(row.quoted()));
            }
        }
        return null;
    }

    private Void isNoBacklogToldOfItAlone(Map<String, ServiceTrial> trials, AccessRow row) throws Exception {
        var trial = trial(trials, row);
        var all =
                rows(DocumentedConsequence.BACKLOG_UNKNOWN).map(AccessRow::name).collect(toCollection(TreeSet::new));
        awaitUntil("the backlog of %s".formatted(all), () -> backlogs(trial).containsAll(all));
        var others = new TreeSet<>(all);
        others.remove(row.name());
        try (var _ = new Removals(List.of(row))) {
            awaitUntil("%s, without it: %s".formatted(row, row.without()), () -> {
                var told = backlogs(trial);
                return told.containsAll(others) && !told.contains(row.name());
            });
        }
        return null;
    }

    private static Set<String> backlogs(ServiceTrial trial) throws InterruptedException {
        return BACKLOG.matcher(trial.metrics())
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /// The services refuse these requests soon, since nobody listens there.
    private Void isReceiverToldLater(Map<String, ServiceTrial> trials, NotificationReceiver receiver, AccessRow row)
            throws Exception {
        awaitUntil("%s is ready".formatted(MONITOR), trial(trials, row)::isReady);
        installation.requestOfNowhere("before");
        awaitUntil("the receiver is told", () -> receiver.hasHeardOf("nowhere/before"));
        try (var _ = new Removals(List.of(row))) {
            awaitUntil(
                    "the log names the group",
                    () -> trial(trials, row).log().contains("Not authorized to access group: " + receiver.group()));
            var ended = ended();
            installation.requestOfNowhere("meanwhile");
            awaitUntil("the migration has ended", () -> ended() > ended);
            await().during(A_WHILE).atMost(PATIENCE).until(() -> !receiver.hasHeardOf("nowhere/meanwhile"));
        }
        awaitUntil("the receiver is told of what it missed", () -> receiver.hasHeardOf("nowhere/meanwhile"));
        return null;
    }

    /// How many records say that a migration has ended.
    private long ended() throws ExecutionException, InterruptedException {
        var partitions =
                administrator.describeTopics(List.of("migration.completed")).allTopicNames().get().values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .toList();
        var asked = new LinkedHashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        return administrator.listOffsets(asked).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    /// Of the others a service takes notice when it starts.
    @TestFactory
    Stream<DynamicTest> another_right_keeps_a_service_from_getting_ready() {
        return rounds(DocumentedConsequence.KEPT_FROM_GETTING_READY, DocumentedConsequence.KEPT_FROM_STARTING)
                .map(round -> test(names(round), () -> doNotGetReady(round)));
    }

    private Void doNotGetReady(List<AccessRow> round) throws Exception {
        var trials = new LinkedHashMap<String, ServiceTrial>();
        try (var _ = new Removals(round)) {
            round.forEach(row -> trials.put(row.user(), installation.tryService(row.user(), Map.of())));
            for (var row : round) {
                var trial = trial(trials, row);
                awaitUntil(
                        "%s, without it: %s".formatted(row, row.without()),
                        () -> trial.log().contains(row.quoted()));
            }
            await("nobody gets ready")
                    .during(A_WHILE)
                    .atMost(PATIENCE)
                    .pollInterval(BETWEEN_LOOKS)
                    .until(() -> {
                        for (var trial : trials.values()) {
                            if (trial.isReady()) {
                                throw new AssertionError(trial + " is ready");
                            }
                        }
                        return true;
                    });
            for (var row : round) {
                if (row.consequence() == DocumentedConsequence.KEPT_FROM_STARTING) {
                    awaitUntil("%s has ended".formatted(row.user()), trial(trials, row)::hasEnded);
                }
            }
        } finally {
            trials.values().forEach(ServiceTrial::close);
        }
        return null;
    }

    private static ServiceTrial trial(Map<String, ServiceTrial> trials, AccessRow row) {
        return trials.get(row.user());
    }

    private static void awaitUntil(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(condition);
    }

    private static Stream<AccessRow> rows(DocumentedConsequence... wanted) {
        return EnforcingInstallation.services().stream()
                .flatMap(user -> AccessPage.rowsOf(user).stream())
                .filter(row -> Set.of(wanted).contains(row.consequence()));
    }

    /// The first of each service, the second of each, and so on.
    private static Stream<List<AccessRow>> rounds(DocumentedConsequence... wanted) {
        var byUser = EnforcingInstallation.services().stream()
                .map(user -> rows(wanted).filter(row -> row.user().equals(user)).toList())
                .toList();
        var most = byUser.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, most)
                .mapToObj(number -> byUser.stream()
                        .filter(rows -> number < rows.size())
                        .map(rows -> rows.get(number))
                        .toList());
    }

    private static String names(List<AccessRow> round) {
        return String.join("; ", round.stream().map(AccessRow::toString).toList());
    }

    private static DynamicTest test(String name, Callable<Void> test) {
        return DynamicTest.dynamicTest(name, test::call);
    }

    /// The rights of one round, until it is closed.
    private final class Removals implements AutoCloseable {

        private final List<RightRemoval> all = new ArrayList<>();

        Removals(List<AccessRow> round) throws Exception {
            for (var row : round) {
                all.add(RightRemoval.of(administrator, row));
            }
        }

        @Override
        public void close() {
            all.forEach(RightRemoval::close);
        }
    }
}
