package dev.pgconvoy.submitter.messaging;

import static dev.pgconvoy.submitter.SampleMigrations.NOON;
import static dev.pgconvoy.submitter.SampleMigrations.ONE;
import static dev.pgconvoy.submitter.SampleMigrations.id;
import static dev.pgconvoy.submitter.SampleMigrations.request;
import static dev.pgconvoy.submitter.SampleMigrations.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.submitter.model.AdmissionFact;
import dev.pgconvoy.submitter.model.AdmissionFact.CancelRequested;
import dev.pgconvoy.submitter.model.AdmissionFact.Ended;
import dev.pgconvoy.submitter.model.AdmissionFact.Stalled;
import dev.pgconvoy.submitter.model.AdmissionFact.Validated;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class AdmissionFactsTest {

    private static final Optional<String> TRACE = Optional.of("00-trace");
    private static final Optional<String> HASH = Optional.of(RequestHash.of(request("a")));

    static final List<AdmissionFact> ONE_OF_EACH = List.of(
            new Validated(request("a"), true, dev.pgconvoy.fixture.Facts.accepted(request("a")), TRACE),
            new CancelRequested(id("a"), ONE, Optional.empty()),
            new Ended(id("a"), HASH),
            new Stalled(id("a"), HASH, 7));

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, VALIDATE_AND_MIGRATE, true",
        "WARNING,   VALIDATE_AND_MIGRATE, true",
        "SUCCEEDED, MIGRATE,              true",
        "SUCCEEDED, VALIDATE,             false",
        "FAILED,    VALIDATE_AND_MIGRATE, false",
        "FAILED,    MIGRATE,              false",
    })
    void only_what_passed_and_is_wanted_is_to_be_moved(Verdict verdict, MigrationOption option, boolean toBeMoved) {
        var request = request("a", option, ExecutorKind.WORKERS);

        assertThat(fact(new MigrationValidated(
                        request, verdict, List.of(), dev.pgconvoy.fixture.Facts.accepted(request))))
                .contains(new Validated(request, toBeMoved, dev.pgconvoy.fixture.Facts.accepted(request), TRACE));
    }

    @Test
    void a_cancellation_has_the_time_of_its_event() {
        assertThat(fact(new MigrationEvent.CancelRequested(id("a"), "changed my mind")))
                .contains(new CancelRequested(id("a"), ONE, TRACE));
    }

    @Test
    void completed_and_cancelled_are_ends() {
        assertThat(fact(new MigrationEvent.MigrationCompleted(status("a", MigrationState.FAILED, 9, Optional.empty()))))
                .contains(new Ended(id("a"), HASH));
        assertThat(fact(new MigrationEvent.MigrationCancelled(
                        status("a", MigrationState.CANCELED, 9, Optional.empty()))))
                .contains(new Ended(id("a"), HASH));
    }

    @Test
    void only_a_stalled_substate_matters() {
        assertThat(fact(new MigrationEvent.SubstateChanged(
                        status("a", MigrationState.IN_PROGRESS, 7, Optional.of(NOON)))))
                .contains(new Stalled(id("a"), HASH, 7));
        assertThat(fact(new MigrationEvent.SubstateChanged(
                        status("a", MigrationState.IN_PROGRESS, 8, Optional.empty()))))
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("ONE_OF_EACH")
    void facts_survive_their_own_topic(AdmissionFact fact) throws IOException {
        assertThat(EventJson.MAPPER.readValue(EventJson.write(fact), AdmissionFact.class))
                .isEqualTo(fact);
    }

    private static Optional<AdmissionFact> fact(MigrationEvent event) {
        return AdmissionFacts.of(new Envelope<>("1", "/test", event.id().toString(), ONE, TRACE, event));
    }
}
