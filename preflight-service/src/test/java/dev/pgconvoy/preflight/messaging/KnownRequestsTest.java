package dev.pgconvoy.preflight.messaging;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.preflight.messaging.KnownRequests.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownRequestsTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final MigrationRequest REQUEST = aRequest().of("orders").build();
    private static final String HASH = RequestHash.of(REQUEST);

    private final KnownRequests known = new KnownRequests();

    @ParameterizedTest(name = "{0} {1}: the same {2}, another {3}")
    @CsvSource({
        "IN_PROGRESS,       PERFORMING_PRE_REQUISITE_STEPS,        UNANSWERED, REFUSED",
        "IN_PROGRESS,       VALIDATION_IN_PROGRESS,                UNANSWERED, REFUSED",
        "IN_PROGRESS,       CANCELING_REQUESTED_DB_MIGRATIONS,     UNANSWERED, REFUSED",
        "IN_PROGRESS,       WAITING_FOR_DATA_MIGRATION_SCHEDULING, ANSWERED,   REFUSED",
        "IN_PROGRESS,       MIGRATING_DATA,                        ANSWERED,   REFUSED",
        "IN_PROGRESS,       COMPLETING_MIGRATION,                  ANSWERED,   REFUSED",
        "SUCCEEDED,         COMPLETED,                             ANSWERED,   REFUSED",
        "VALIDATION_FAILED, COMPLETED,                             ANSWERED,   REFUSED",
        "CANCELED,          COMPLETED,                             ANSWERED,   REFUSED",
    })
    void what_the_monitor_has_recorded_decides(
            MigrationState state, Substate substate, Standing same, Standing another) {
        known.record(status(1, HASH, state, substate));

        assertThat(known.take(REQUEST.id(), "another")).isEqualTo(another);
        assertThat(known.take(REQUEST.id(), HASH)).isEqualTo(same);
    }

    @Test
    void what_was_taken_here_decides_while_the_monitor_is_behind() {
        assertThat(known.take(REQUEST.id(), HASH)).isEqualTo(Standing.UNANSWERED);
        assertThat(known.take(REQUEST.id(), "another")).isEqualTo(Standing.REFUSED);
        assertThat(known.take(REQUEST.id(), HASH)).isEqualTo(Standing.UNANSWERED);

        known.answered(REQUEST.id(), HASH);
        known.record(status(1, HASH, MigrationState.IN_PROGRESS, Substate.VALIDATION_IN_PROGRESS));

        assertThat(known.take(REQUEST.id(), HASH)).isEqualTo(Standing.ANSWERED);
        assertThat(known.take(REQUEST.id(), "another")).isEqualTo(Standing.REFUSED);
    }

    @Test
    void an_older_state_that_is_read_again_changes_nothing() {
        known.record(status(5, HASH, MigrationState.IN_PROGRESS, Substate.MIGRATING_DATA));
        known.record(status(2, HASH, MigrationState.IN_PROGRESS, Substate.VALIDATION_IN_PROGRESS));

        assertThat(known.take(REQUEST.id(), HASH)).isEqualTo(Standing.ANSWERED);
    }

    @Test
    void of_what_was_taken_only_the_latest_are_kept() {
        known.take(REQUEST.id(), HASH);
        for (var i = 0; i < KnownRequests.MOST_TAKEN; i++) {
            known.take(new MigrationId("target-1", "m" + i), HASH);
        }

        assertThat(known.take(REQUEST.id(), "another")).isEqualTo(Standing.UNANSWERED);
        assertThat(known.take(new MigrationId("target-1", "m5"), "another")).isEqualTo(Standing.REFUSED);
    }

    private static MigrationStatus status(long revision, String hash, MigrationState state, Substate substate) {
        return new MigrationStatus(
                REQUEST.id(),
                revision,
                state,
                substate,
                REQUEST.withoutPasswords(),
                hash,
                NOON,
                NOON,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
