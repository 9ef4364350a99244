package dev.pgconvoy.worker.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Observation;
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
