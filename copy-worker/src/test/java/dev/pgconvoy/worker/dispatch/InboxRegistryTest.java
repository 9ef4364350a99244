package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Fixtures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InboxRegistryTest {

    private final InboxRegistry switchboard = new InboxRegistry();

    @Test
    void a_second_conductor_of_a_migration_takes_nothing_from_the_first() throws Exception {
        var first = switchboard.connect(Fixtures.anId());
        var second = switchboard.connect(Fixtures.anId());

        switchboard.hear(CopyWork.aResult(CopyWork.done()));

        assertThat(first.next(Duration.ZERO)).isPresent();
        assertThat(second.next(Duration.ZERO)).isPresent();
        assertThat(switchboard.leading()).isEqualTo(2);
    }

    @Test
    void the_first_hears_on_when_the_second_has_gone_and_nobody_is_kept() throws Exception {
        var first = switchboard.connect(Fixtures.anId());
        switchboard.disconnect(Fixtures.anId(), switchboard.connect(Fixtures.anId()));

        switchboard.hear(CopyWork.aResult(CopyWork.done()));

        assertThat(first.next(Duration.ZERO)).isPresent();
        switchboard.disconnect(Fixtures.anId(), first);
        assertThat(switchboard.leading()).isZero();
    }
}
