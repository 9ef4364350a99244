package dev.pgconvoy.worker.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecidedEndTest {

    static Stream<Observation> ends() {
        return Stream.of(
                new Observation.Finished(3, Fixtures.aReport()),
                new Observation.Failed(3, Fixtures.aFailure(), Optional.of(Fixtures.aReport()), List.of("shop")),
                new Observation.Failed(3, Fixtures.aFailure(), Optional.empty(), List.of()),
                new Observation.Stopped(3, List.of("shop", "it's")));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void the_register_gives_back_what_was_decided(Observation end) {
        var decided = new DecidedEnd(end, List.of("books"));

        assertThat(DecidedEnd.of(decided.text())).isEqualTo(decided);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void only_the_epoch_is_the_announcer_s(Observation end) {
        var decided = new DecidedEnd(end, List.of());

        assertThat(decided.announcedBy(9).epoch()).isEqualTo(9);
        assertThat(new DecidedEnd(decided.announcedBy(9), List.of()).announcedBy(3))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_report_that_came_later_takes_the_place_of_the_one_that_was_decided(Observation end) {
        var later = Fixtures.aReport().ended(Instant.EPOCH, List.of());

        var amended = new DecidedEnd(end, List.of("books")).withReport(_ -> later);

        assertThat(amended.complete()).containsExactly("books");
        assertThat(amended.end())
                .isEqualTo(
                        switch (end) {
                            case Observation.Finished finished -> new Observation.Finished(finished.epoch(), later);
                            case Observation.Failed failed
                            when failed.report().isPresent() ->
                                new Observation.Failed(
                                        failed.epoch(), failed.failure(), Optional.of(later), failed.databasesToDrop());
                            default -> end;
                        });
    }

    @Test
    void what_is_no_end_is_not_announced() {
        var begun = new DecidedEnd(new Observation.MigrationBegan(1, "worker"), List.of());

        assertThatIllegalStateException().isThrownBy(() -> begun.announcedBy(2));
    }

    @Test
    void a_damaged_text_is_refused() {
        assertThatIllegalStateException().isThrownBy(() -> DecidedEnd.of("{}"));
    }
}
