package dev.pgconvoy.preflight.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.check.ComparedDatabases.Row;
import org.junit.jupiter.api.Test;

class ComparedDatabasesTest {

    private final ComparedDatabases check = new ComparedDatabases();

    @Test
    void what_both_servers_have_can_be_compared() {
        assertThat(check.assess(new Row("shop", true))).isEmpty();
    }

    @Test
    void what_only_the_source_has_cannot() {
        assertThat(check.assess(new Row("shop", false))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.NOTHING_TO_COMPARE.code());
            assertThat(finding.object()).isEqualTo("shop");
        });
    }
}
