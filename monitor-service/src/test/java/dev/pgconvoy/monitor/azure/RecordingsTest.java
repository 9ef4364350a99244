package dev.pgconvoy.monitor.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.arm.Recordings;
import dev.pgconvoy.azure.SmallAzure;
import dev.pgconvoy.migration.AzureStatus;
import dev.pgconvoy.migration.Observation.AzureSeen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Azure's service answered in the recordings, answered again.
class RecordingsTest {

    @TempDir
    Path folder;

    private SmallAzure azure;
    private AzureWatchInMemory watching;

    @BeforeEach
    void begin() throws IOException {
        azure = new SmallAzure(folder);
        watching = new AzureWatchInMemory(azure, PollSettings.FAST);
    }

    @AfterEach
    void end() {
        watching.close();
        azure.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            concurrent-and-failed-2025-08-01 | 4e8bc983-a582-4b91-97c7-0b9a4c4652e9 | InProgress,InProgress PerformingPreRequisiteSteps,CleaningUp CompletingMigration,Failed Completed
            concurrent-and-failed-2025-08-01 | bbd72047-2fe2-4d2b-83aa-4b178e906dc1 | InProgress PerformingPreRequisiteSteps,CleaningUp CompletingMigration
            concurrent-and-failed-2025-08-01 | 4cd38186-96fb-40b7-a0e6-3ccf723dfaca | InProgress ValidationInProgress
            onprem-offline-2023-12-01-preview | 1a50e116-8f35-4401-a573-6eda6f539e28 | InProgress,InProgress PerformingPreRequisiteSteps
            onprem-offline-2024-08-01 | f31b6595-74d4-4d3c-91bd-fb93af61d8f9 | InProgress,InProgress PerformingPreRequisiteSteps
            onprem-offline-2024-08-01 | c73c308e-1e4e-4cfd-bc1f-7db572422598 | InProgress,InProgress PerformingPreRequisiteSteps
            onprem-offline-2025-08-01 | bbd72047-2fe2-4d2b-83aa-4b178e906dc1 | InProgress,InProgress PerformingPreRequisiteSteps
            onprem-offline-2025-08-01 | 632df460-4e58-44d2-acbf-42bbce2008ee | InProgress,InProgress PerformingPreRequisiteSteps
            single-offline-2022-05-01-privatepreview | 00000000-0000-0000-0000-000000000000 | InProgress,InProgress PerformingPreRequisiteSteps
            single-to-flex-failed-2026-07-01-preview | e2c2bc23-0582-4bd7-b174-621067f6cda2 | InProgress,Failed Completed
            """)
    void the_recorded_answers_give_the_recorded_states(String file, String name, String words) {
        // given
        var expected = Arrays.stream(words.split(",")).map(String::strip).toList();
        var bodies = resources(file).get(name).stream().map(JsonNode::toString).toArray(String[]::new);
        azure.holdsResources("flex-eu-1", name, bodies);

        // when
        watching.submit("flex-eu-1/" + name);

        // then
        await().until(() -> watching.words().size() == expected.size());
        assertThat(watching.words()).isEqualTo(expected);
    }

    @Test
    void no_recording_is_left_out() {
        assertThat(Recordings.FILES.stream()
                        .mapToInt(file -> resources(file).size())
                        .sum())
                .isEqualTo(10);
    }

    @Test
    void a_second_migration_on_a_target_fails_with_azures_reason() {
        // given
        var active = "There is already an active Migration Running on this target.";
        azure.holdsResources("flex-eu-1", "second", """
                {"properties": {"currentStatus": {"state": "CleaningUp", "error": "%s"}}}""".formatted(active), """
                {"properties": {"currentStatus": {"state": "Failed", "error": "%s",
                  "currentSubStateDetails": {"currentSubState": "Completed"}}}}""".formatted(active));

        // when
        watching.submit("flex-eu-1/second");

        // then
        await().until(() -> watching.watch.size() == 0);
        assertThat(watching.said())
                .extracting(seen -> ((AzureSeen) seen).status())
                .containsExactly(
                        new AzureStatus("CleaningUp", "", Optional.of(active)),
                        new AzureStatus("Failed", "Completed", Optional.of(active)));
        assertThat(watching.state("flex-eu-1/second").status().failure())
                .hasValueSatisfying(failure -> assertThat(failure.message()).contains(active));
    }

    /// By the migration's name, in order; also those in lists.
    private static Map<String, List<JsonNode>> resources(String file) {
        return Recordings.of(file).stream()
                .map(Recordings.Exchange::response)
                .flatMap(response -> response.has("properties")
                        ? Stream.of(response)
                        : StreamSupport.stream(response.path("value").spliterator(), false))
                .filter(resource ->
                        resource.at("/properties/currentStatus/state").isTextual())
                .collect(Collectors.groupingBy(
                        resource -> resource.path("name").asText(), TreeMap::new, Collectors.toList()));
    }
}
