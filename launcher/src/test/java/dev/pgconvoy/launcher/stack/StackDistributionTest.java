package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDistributionTest {

    @Test
    void what_has_not_been_built_is_named_with_the_command_that_builds_it(@TempDir Path home) {
        assertThatThrownBy(() -> StackDistribution.at(home).service("copy-worker"))
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll("copy-worker/target/quarkus-app/quarkus-run.jar", "mvn package");
    }

    @Test
    void tests_find_the_tree_they_are_in() {
        assertThat(StackDistribution.current().modules().resolve("launcher/pom.xml"))
                .exists();
    }
}
