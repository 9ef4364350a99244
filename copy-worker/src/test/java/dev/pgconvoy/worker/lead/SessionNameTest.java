package dev.pgconvoy.worker.lead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import org.junit.jupiter.api.Test;

class SessionNameTest {

    private static final MigrationId ID = MigrationId.parse("target/led");

    @Test
    void it_tells_purpose_migration_and_epoch() {
        assertThat(SessionName.of("copier", new LeadTerm(ID, "a-hash", 7)))
                .matches("copier [0-9a-f]{16} e7")
                .contains(SessionName.key(ID));
    }

    @Test
    void one_that_does_not_lead_yet_has_no_epoch() {
        assertThat(SessionName.ofCandidate(ID)).isEqualTo("leader " + SessionName.key(ID));
    }

    @Test
    void a_server_does_not_cut_the_longest_one() {
        var longest = "pgconvoy " + SessionName.of("conductor", new LeadTerm(ID, "a-hash", Integer.MAX_VALUE));

        assertThat(longest).hasSizeLessThan(64);
    }

    @Test
    void migrations_differ() {
        assertThat(SessionName.key(ID)).isNotEqualTo(SessionName.key(MigrationId.parse("target/led2")));
    }

    @Test
    void databases_that_are_built_at_once_differ_also_where_their_hash_codes_do_not() {
        assertThat("Aa").hasSameHashCodeAs("BB");
        assertThat(SessionName.key("Aa")).isNotEqualTo(SessionName.key("BB"));
    }
}
