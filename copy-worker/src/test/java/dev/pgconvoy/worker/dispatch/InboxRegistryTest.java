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
        var first = switchboard.connect(Fixtures.anId()).open(CopyWork.RUN);
        var second = switchboard.connect(Fixtures.anId()).open(CopyWork.RUN);

        switchboard.hear(CopyWork.aResult(CopyWork.done()));

        assertThat(first.next(Duration.ZERO)).isPresent();
        assertThat(second.next(Duration.ZERO)).isPresent();
        assertThat(switchboard.leading()).isEqualTo(2);
    }

    @Test
    void the_first_hears_on_when_the_second_has_gone_and_nobody_is_kept() throws Exception {
        var first = switchboard.connect(Fixtures.anId());
        var heard = first.open(CopyWork.RUN);
        switchboard.disconnect(Fixtures.anId(), switchboard.connect(Fixtures.anId()));

        switchboard.hear(CopyWork.aResult(CopyWork.done()));

        assertThat(heard.next(Duration.ZERO)).isPresent();
        switchboard.disconnect(Fixtures.anId(), first);
        assertThat(switchboard.leading()).isZero();
    }

    @Test
    void databases_that_are_copied_side_by_side_take_nothing_from_each_other() throws Exception {
        var conductor = switchboard.connect(Fixtures.anId());
        var shop = conductor.open(CopyWork.RUN);
        var books = conductor.open("another run");

        switchboard.hear(CopyWork.aResult(CopyWork.done()));

        assertThat(shop.next(Duration.ZERO)).isPresent();
        assertThat(books.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void what_comes_after_the_end_of_a_run_is_dropped() throws Exception {
        var conductor = switchboard.connect(Fixtures.anId());
        var ended = conductor.open(CopyWork.RUN);
        ended.close();

        switchboard.hear(CopyWork.aResult(CopyWork.done()));

        assertThat(ended.next(Duration.ZERO)).isEmpty();
    }
}
