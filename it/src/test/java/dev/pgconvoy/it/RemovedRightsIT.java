package dev.pgconvoy.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pgconvoy.access.AccessMatrix;
import dev.pgconvoy.access.Grant;
import dev.pgconvoy.access.Principal;
import dev.pgconvoy.it.environment.EnforcingInstallation;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// What docs/security/acls.md says that happens without a right does happen when it alone is taken away, where it
/// says that the service does not become ready.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemovedRightsIT {

    private static final Pattern EXCEPTION = Pattern.compile("\\w+Exception|cannot be configured");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private EnforcingInstallation installation;

    @BeforeAll
    void start() throws Exception {
        installation = EnforcingInstallation.start();
        installation.stopServices();
    }

    @AfterAll
    void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    @TestFactory
    Stream<DynamicNode> without_it() {
        return AccessMatrix.principals().stream()
                .filter(EnforcingInstallation::isService)
                .map(principal -> dynamicContainer(
                        principal.name(),
                        principal.grants().stream()
                                .filter(RemovedRightsIT::keepsFromGettingReady)
                                .map(grant -> dynamicTest(
                                        "%s %s".formatted(grant.operations(), grant.resource()),
                                        () -> thenItFailsAsDocumented(principal, grant)))));
    }

    private static boolean keepsFromGettingReady(Grant grant) {
        return grant.failure().contains("does not become ready")
                || grant.failure().contains("cannot be configured");
    }

    private void thenItFailsAsDocumented(Principal principal, Grant grant) throws Exception {
        var said = EXCEPTION
                .matcher(grant.failure())
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
        try (var trial = installation.without(principal, grant)) {
            await(grant.failure())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> trial.log().contains(said) && trial.isNotReady());
        }
    }
}
