package dev.pgconvoy.event;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.status.FleetNews;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.secret.SecretRef;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The wire is a promise: every class on it has a name that stays, a golden file, and reads back as it was.
class ContractTest {

    static Stream<String> events() {
        return EventSamples.events().keySet().stream();
    }

    static Stream<String> stored() {
        return EventSamples.stored().keySet().stream();
    }

    static Stream<String> secretRefs() {
        return EventSamples.secretRefs().keySet().stream();
    }

    static Stream<Class<?>> families() {
        return Stream.of(
                Observation.class,
                Work.class,
                Work.Rows.class,
                TaskResult.Outcome.class,
                SnapshotNotice.Said.class,
                Gate.class,
                FleetAction.class,
                FleetNews.class,
                Migration.class);
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_written_as_its_golden_file_says(String name) throws Exception {
        var record = EventCodec.record(envelope(name));

        assertThat(GoldenFiles.laidOut(record.value())).isEqualTo(GoldenFiles.text(name, record.value()));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_reads_back_with_its_headers(String name) throws Exception {
        var envelope = envelope(name);
        var record = EventCodec.record(envelope);

        assertThat(EventCodec.read(record.topic(), record.headers(), record.value(), NOON.plusSeconds(1)))
                .isEqualTo(envelope);
        assertThat(record.key()).isEqualTo(EventSamples.events().get(name).subject());
    }

    @ParameterizedTest
    @MethodSource("stored")
    void a_stored_state_is_written_as_its_golden_file_says_and_reads_back(String name) throws Exception {
        var migration = EventSamples.stored().get(name);
        var written = EventJson.write(migration);

        assertThat(GoldenFiles.laidOut(written)).isEqualTo(GoldenFiles.text("stored." + name, written));
        assertThat(EventJson.MAPPER.readValue(written, Migration.class)).isEqualTo(migration);
    }

    @ParameterizedTest
    @MethodSource("secretRefs")
    void a_secret_reference_is_written_as_its_golden_file_says_and_reads_back(String name) throws Exception {
        var reference = EventSamples.secretRefs().get(name);
        var written = EventJson.write(reference);

        assertThat(GoldenFiles.laidOut(written)).isEqualTo(GoldenFiles.text("secret." + name, written));
        assertThat(EventJson.MAPPER.readValue(written, SecretRef.class)).isEqualTo(reference);
    }

    @Test
    void every_class_on_the_wire_has_a_golden_file() {
        var events = EventSamples.events().values();
        assertThat(classes(events.stream(), event -> event))
                .containsAll(permitted(MigrationEvent.class))
                .containsAll(permitted(CopyEvent.class))
                .containsAll(permitted(FleetEvent.class));
        assertThat(classes(EventSamples.fleetActions(), action -> action)).isEqualTo(permitted(FleetAction.class));
        assertThat(classes(EventSamples.fleetNews(), news -> news)).isEqualTo(permitted(FleetNews.class));
        assertThat(classes(
                        events.stream().filter(MigrationObserved.class::isInstance),
                        event -> ((MigrationObserved) event).observation()))
                .isEqualTo(permitted(Observation.class));
        assertThat(classes(events.stream().filter(CopyTask.class::isInstance), event -> ((CopyTask) event).work()))
                .isEqualTo(permitted(Work.class));
        assertThat(classes(
                        events.stream().filter(TaskResult.class::isInstance), event -> ((TaskResult) event).outcome()))
                .isEqualTo(permitted(TaskResult.Outcome.class));
        assertThat(classes(
                        events.stream().filter(SnapshotNotice.class::isInstance),
                        event -> ((SnapshotNotice) event).said()))
                .isEqualTo(permitted(SnapshotNotice.Said.class));
        assertThat(classes(EventSamples.stored().values().stream(), state -> state))
                .isEqualTo(permitted(Migration.class));
        assertThat(classes(EventSamples.secretRefs().values().stream(), ref -> ref))
                .isEqualTo(permitted(SecretRef.class));
        assertThat(events.stream().map(EventType::of)).containsAll(Arrays.asList(EventType.values()));
    }

    @Test
    void no_golden_file_is_left_over() throws Exception {
        assertThat(GoldenFiles.names())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                events(),
                                stored().map("stored."::concat),
                                secretRefs().map("secret."::concat))
                        .flatMap(names -> names)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("families")
    void each_kind_has_one_name_and_none_is_a_class_name(Class<?> family) {
        var named = family.getAnnotation(JsonSubTypes.class).value();

        assertThat(Arrays.stream(named).map(JsonSubTypes.Type::value).collect(toSet()))
                .isEqualTo(permitted(family));
        assertThat(Arrays.stream(named).map(JsonSubTypes.Type::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void each_event_type_has_a_topic_and_a_name_of_its_own() {
        assertThat(EventType.values()).extracting(EventType::topic).doesNotHaveDuplicates();
        assertThat(EventType.values())
                .allSatisfy(type -> assertThat(type.ceType()).matches("dev\\.pgconvoy\\.[a-z]+\\.[a-z-]+\\.v1"));
    }

    static Envelope<?> envelope(String name) {
        return new Envelope<>(
                "0c7e4d8e-1",
                "/pgconvoy/test",
                EventSamples.events().get(name).subject(),
                NOON,
                Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                Optional.of("dba@example.org"),
                EventSamples.events().get(name));
    }

    private static <T> Set<Class<?>> classes(Stream<T> values, Function<T, Object> part) {
        return values.map(value -> part.apply(value).getClass()).collect(toSet());
    }

    private static Set<Class<?>> permitted(Class<?> sealed) {
        return records(sealed).collect(toSet());
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ContractTest::records)
                : Stream.of(type);
    }
}
