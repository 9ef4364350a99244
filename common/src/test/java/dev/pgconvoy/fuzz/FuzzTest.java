package dev.pgconvoy.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.fuzz.Fuzz.Parse;
import dev.pgconvoy.fuzz.Fuzz.Parser;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What it is to find, it finds.
class FuzzTest {

    private byte[] kept = {};

    private static void run(Parse parse) {
        Fuzz.run(
                new Parser("a bad parser", parse, IllegalArgumentException.class, List.of("abc(d)"), List.of("(")),
                0.0001,
                Duration.ofMillis(1));
    }

    @Test
    void one_that_crashes() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> run(text -> kept = new byte[text.charAt(5)]))
                .withMessageContaining("StringIndexOutOfBounds")
                .withMessageContaining("-Dpgconvoy.fuzz.seed=");
    }

    @Test
    void one_that_never_comes_out_of_its_own_depth() {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> run(FuzzTest::deep));
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void deep(String text) {
        deep(text);
    }

    @Test
    void one_that_takes_too_long() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> run(text -> {
                    if (text.contains("((")) {
                        burn();
                    }
                }))
                .withMessageContaining("nanoseconds for");
    }

    private static void burn() {
        var threads = ManagementFactory.getThreadMXBean();
        var end = threads.getCurrentThreadCpuTime() + Duration.ofMillis(80).toNanos();
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void one_that_takes_too_much_memory() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> run(text -> kept = new byte[text.contains("((") ? 70_000_000 : 1]))
                .withMessageContaining("bytes for");
    }

    @Test
    void and_lets_a_good_one_pass() {
        assertThatCode(() -> run(text -> {
                    if (text.contains("(")) {
                        throw new IllegalArgumentException("no parentheses");
                    }
                }))
                .doesNotThrowAnyException();
    }
}
