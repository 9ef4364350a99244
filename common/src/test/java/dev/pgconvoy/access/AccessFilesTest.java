package dev.pgconvoy.access;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Run with `-Dregenerate=true` it writes the files instead.
class AccessFilesTest {

    private static final Path PROJECT = Path.of("..");

    static Set<String> paths() {
        return AccessFiles.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void a_file_says_what_the_matrix_says(String path) throws IOException {
        var file = PROJECT.resolve(path);
        if (Boolean.getBoolean("regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, AccessFiles.all().get(path));
        }

        assertThat(file)
                .as("stale? mvn -pl common test -Dtest=AccessFilesTest -Dregenerate=true")
                .hasContent(AccessFiles.all().get(path));
    }

    @Test
    void no_user_of_strimzi_is_left_over() throws IOException {
        try (var files = Files.list(PROJECT.resolve("deploy/kafka/strimzi"))) {
            assertThat(files.map(file -> "deploy/kafka/strimzi/" + file.getFileName()))
                    .allMatch(paths()::contains);
        }
    }

    @Test
    void every_topic_is_written_by_somebody_and_nobody_is_granted_one_that_there_is_not() {
        var topics =
                Stream.concat(Topics.names(), Stream.of(Topics.DEPLOYMENTS)).collect(toSet());
        var granted = AccessMatrix.principals().stream()
                .flatMap(principal -> principal.grants().stream())
                .filter(grant -> grant.resource().pattern().resourceType() == ResourceType.TOPIC)
                .filter(grant -> !grant.resource().prefix())
                .toList();

        assertThat(granted).extracting(grant -> grant.resource().name()).allMatch(topics::contains);
        assertThat(granted.stream()
                        .filter(grant -> grant.operations().contains(Operation.WRITE))
                        .map(grant -> grant.resource().name())
                        .collect(toSet()))
                .containsAll(
                        topics.stream().filter(topic -> !topic.endsWith(".dlq")).collect(toSet()));
    }

    @Test
    void only_services_write_what_services_believe() {
        var requester = AccessMatrix.principals().getLast();

        assertThat(requester.name()).isEqualTo("pgconvoy-requester");
        assertThat(requester.grants().stream()
                        .filter(grant -> grant.operations().contains(Operation.WRITE))
                        .map(grant -> grant.resource().name()))
                .containsExactly(
                        "migration.requested",
                        "migration.cancel-requested",
                        "migration.pauses",
                        "fleet.plans",
                        "fleet.actions",
                        "copy.limits");
    }
}
