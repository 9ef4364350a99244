package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PromptCommitsTest {

    private final AtomicLong now = new AtomicLong(1_795_000_000_000L);
    private final AtomicInteger commits = new AtomicInteger();
    private final PromptCommits prompt = new PromptCommits(commits::incrementAndGet, now::get);

    @Test
    void a_single_saying_is_committed_at_once() {
        prompt.ask();

        assertThat(commits).hasValue(1);
    }

    @Test
    void of_many_sayings_only_some_ask() {
        for (var saying = 0; saying < 1_000; saying++) {
            prompt.ask();
            now.incrementAndGet();
        }

        assertThat(commits).hasValue(40);
    }
}
