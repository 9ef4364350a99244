package dev.pgconvoy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CaughtUpCheckTest {

    @Path("/login")
    private static final class SomethingElse {}

    private final AtomicBoolean caughtUp = new AtomicBoolean();
    private final CaughtUpCheck check = new CaughtUpCheck(caughtUp::get);

    @Test
    void who_asks_for_migrations_before_all_states_are_read_is_told_to_ask_again() {
        assertThat(check.refusal(MigrationsResource.class)).hasValueSatisfying(refusal -> {
            assertThat(refusal.getStatus()).isEqualTo(503);
            assertThat(refusal.getMediaType()).hasToString("application/problem+json");
            assertThat(refusal.getHeaderString("Retry-After")).isEqualTo("2");
            assertThat(refusal.getEntity())
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.detail()).isEqualTo("The monitor still reads its topics."));
        });
        assertThat(check.refusal(SomethingElse.class)).isEmpty();
    }

    @Test
    void what_was_read_once_stays_known_while_it_is_read_anew() {
        caughtUp.set(true);
        assertThat(check.refusal(MigrationsResource.class)).isEmpty();

        caughtUp.set(false);

        assertThat(check.refusal(MigrationsResource.class)).isEmpty();
    }
}
