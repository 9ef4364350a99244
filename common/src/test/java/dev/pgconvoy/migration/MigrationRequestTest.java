package dev.pgconvoy.migration;

import static dev.pgconvoy.fixture.Fixtures.aRequest;
import static dev.pgconvoy.fixture.Fixtures.aSource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationRequestTest {

    @Test
    void a_password_that_was_sealed_anew_is_no_other_request() {
        assertThat(with("sealed:" + "A".repeat(44)).isSameAs(with("sealed:" + "B".repeat(64))))
                .isTrue();
    }

    @Test
    void another_reference_is_another_request() {
        assertThat(with("env:ONE_PASSWORD").isSameAs(with("env:ONE_PASSWORD"))).isTrue();
        assertThat(with("env:ONE_PASSWORD").isSameAs(with("env:TWO_PASSWORD"))).isFalse();
        assertThat(with("env:ONE_PASSWORD").isSameAs(with("sealed:" + "A".repeat(44))))
                .isFalse();
        assertThat(with("env:ONE_PASSWORD").withoutPasswords().isSameAs(with("sealed:" + "A".repeat(44))))
                .isFalse();
    }

    @Test
    void databases_count_when_both_name_them() {
        var all = aRequest().allDatabases().build();
        var two = aRequest().databases("shop", "stock").build();

        assertThat(all.isSameAs(two)).isTrue();
        assertThat(two.isSameAs(all)).isTrue();
        assertThat(two.isSameAs(aRequest().databases("shop").build())).isFalse();
        assertThat(all.isSameAs(aRequest().databases("shop").overwriting().build()))
                .isFalse();
    }

    @Test
    void labels_make_no_other_request() {
        var labelled = aRequest().label("team", "shop").build();

        assertThat(labelled.isSameAs(aRequest().build())).isTrue();
        assertThat(RequestHash.of(labelled)).isEqualTo(RequestHash.of(aRequest().build()));
        assertThat(labelled.withoutPasswords().withDatabases(List.of("crm")).labels())
                .containsExactly(entry("team", "shop"));
    }

    private static MigrationRequest with(String password) {
        var source = aSource();
        return aRequest()
                .from(new ServerEndpoint(
                        source.host(),
                        source.port(),
                        source.user(),
                        Optional.of(SecretRef.parse(password)),
                        source.sslMode(),
                        source.maintenanceDatabase()))
                .build();
    }
}
