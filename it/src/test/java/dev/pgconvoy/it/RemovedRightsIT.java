package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.access.Grant;
import dev.pgconvoy.access.Principal;
import dev.pgconvoy.access.Resource;
import dev.pgconvoy.it.environment.EnforcingInstallation;
import dev.pgconvoy.it.environment.RightRemoval;
import dev.pgconvoy.it.environment.ServiceTrial;
import dev.pgconvoy.kafka.TopicSettings;
import dev.pgconvoy.kafka.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// What docs/security/acls.md says that happens to a service without a right does happen when it alone is taken away.
/// The services have nothing to do with each other's rights: in each round every one of them lacks one.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovedRightsIT {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private EnforcingInstallation installation;
    private Admin administrator;

    @BeforeAll
    void start() throws Exception {
        installation = EnforcingInstallation.ofTheBroker();
        administrator = installation.administrator();
        Topics.create(administrator, TopicSettings.DEFAULTS);
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

    /// The services run on meanwhile: a right may be lost at any time.
    @TestFactory
    Stream<DynamicTest> a_right_on_a_topic_is_named_while_it_is_missing() {
        var trials = new LinkedHashMap<Principal, ServiceTrial>();
        EnforcingInstallation.services()
                .forEach(principal -> trials.put(principal, installation.tryService(principal)));
        return Stream.of(
                        Stream.of(DynamicTest.dynamicTest("with all rights", () -> awaitAllReady(trials))),
                        rounds(RemovedRightsIT::isOnOneTopic)
                                .map(round -> test(round, () -> areNamedAlone(trials, round))),
                        Stream.of(DynamicTest.dynamicTest("with all rights again", () -> awaitAllReady(trials))))
                .flatMap(Function.identity())
                .onClose(() -> trials.values().forEach(ServiceTrial::close));
    }

    private static void awaitAllReady(Map<Principal, ServiceTrial> trials) {
        trials.forEach((_, trial) -> awaitUntil("%s gets ready".formatted(trial), trial::isReady));
    }

    /// The right of the round before is not named any more.
    private Void areNamedAlone(Map<Principal, ServiceTrial> trials, Map<Principal, Grant> round) throws Exception {
        try (var _ = new Removals(round)) {
            for (var missing : round.entrySet()) {
                var trial = trials.get(missing.getKey());
                var name = quoted(missing.getValue());
                awaitUntil(
                        "%s: %s".formatted(trial, missing.getValue().failure()),
                        () -> trial.isNotReady()
                                && trial.readiness().contains("\"missing\": \"%s\"".formatted(name))
                                && trial.log().contains(name));
            }
        }
        return null;
    }

    /// Of the others a service takes notice when it starts.
    @TestFactory
    Stream<DynamicTest> another_right_keeps_a_service_from_getting_ready() {
        return rounds(grant -> keepsFromGettingReady(grant) && !isOnOneTopic(grant))
                .map(round -> test(round, () -> doNotGetReady(round)));
    }

    private Void doNotGetReady(Map<Principal, Grant> round) throws Exception {
        var trials = new LinkedHashMap<Principal, ServiceTrial>();
        try (var _ = new Removals(round)) {
            round.keySet().forEach(principal -> trials.put(principal, installation.tryService(principal)));
            for (var missing : round.entrySet()) {
                var trial = trials.get(missing.getKey());
                awaitUntil(
                        "%s: %s".formatted(trial, missing.getValue().failure()),
                        () -> trial.log().contains(quoted(missing.getValue())) && trial.isNotReady());
            }
        } finally {
            trials.values().forEach(ServiceTrial::close);
        }
        return null;
    }

    private static void awaitUntil(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).until(condition);
    }

    private static String quoted(Grant grant) {
        var matcher = QUOTED.matcher(grant.failure());
        assertThat(matcher.find()).as(grant.failure()).isTrue();
        return matcher.group(1);
    }

    /// What it says then is quoted.
    private static boolean keepsFromGettingReady(Grant grant) {
        return grant.failure().contains("`");
    }

    private static boolean isOnOneTopic(Grant grant) {
        return grant.resource().kind() == Resource.Kind.TOPIC
                && !grant.resource().prefix();
    }

    /// The first of each service, the second of each, and so on.
    private static Stream<Map<Principal, Grant>> rounds(Predicate<Grant> wanted) {
        var grants = new LinkedHashMap<Principal, List<Grant>>();
        EnforcingInstallation.services()
                .forEach(principal -> grants.put(
                        principal, principal.grants().stream().filter(wanted).toList()));
        var most = grants.values().stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, most).mapToObj(number -> {
            var round = new LinkedHashMap<Principal, Grant>();
            grants.forEach((principal, all) -> {
                if (number < all.size()) {
                    round.put(principal, all.get(number));
                }
            });
            return round;
        });
    }

    private static DynamicTest test(Map<Principal, Grant> round, Callable<Void> test) {
        var names = round.entrySet().stream()
                .map(missing -> "%s %s %s"
                        .formatted(
                                missing.getKey().name(),
                                missing.getValue().operations(),
                                missing.getValue().resource().name()))
                .toList();
        return DynamicTest.dynamicTest(String.join(", ", names), test::call);
    }

    /// The rights of one round, until it is closed.
    private final class Removals implements AutoCloseable {

        private final List<RightRemoval> all = new ArrayList<>();

        Removals(Map<Principal, Grant> round) throws Exception {
            for (var missing : round.entrySet()) {
                all.add(installation.takeAway(administrator, missing.getKey(), missing.getValue()));
            }
        }

        @Override
        public void close() {
            all.forEach(RightRemoval::close);
        }
    }
}
