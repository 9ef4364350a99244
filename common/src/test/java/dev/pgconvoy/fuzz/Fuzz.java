package dev.pgconvoy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Throws seeded inputs at a parser: its samples, changed a little or a lot, and noise. The parser
/// must answer or refuse in its own words, in little time and space.
///
/// `-Dpgconvoy.fuzz.inputs=10000000` gives each parser its share of so many; without it each has a few seconds.
public final class Fuzz {

    private static final long LONGEST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long HANGS_AFTER_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private static final int TRIES_OF_SLOW_ONES = 5;
    private static final int LONGEST = 20_000;
    private static final long LEAST = 1_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Parser parser;
    private final Random random;
    private final List<String> samples;
    private volatile String current = "";
    private volatile long since = System.nanoTime();

    /// @param parse throws `refusal` for what it refuses
    /// @param samples valid ones, at least one
    /// @param words of its language, which are put anywhere
    public record Parser(
            String name, Parse parse, Class<? extends Exception> refusal, List<String> samples, List<String> words) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Reads one input.
    @FunctionalInterface
    public interface Parse {
        void parse(String input) throws Exception;
    }

    private Fuzz(Parser parser, long seed) {
        this.parser = parser;
        this.random = new Random(seed);
        this.samples = parser.samples();
    }

    /// @param share of all inputs that are asked for
    /// @param least how long it goes on when no number is asked for
    public static void run(Parser parser, double share, Duration least) {
        var asked = Long.getLong("pgconvoy.fuzz.inputs", 0);
        var seed = Long.getLong("pgconvoy.fuzz.seed", System.nanoTime());
        var fuzz = new Fuzz(parser, seed);
        var end = System.nanoTime() + least.toNanos();
        var most = Math.max(LEAST, (long) Math.ceil(asked * share));
        var done = 0L;
        var watch = Thread.ofVirtual().start(fuzz::tellWhatHangs);
        try {
            for (; asked > 0 ? done < most : done < LEAST || System.nanoTime() - end < 0; done++) {
                fuzz.tryOne();
            }
        } catch (AssertionError e) {
            throw new AssertionError(
                    "%s, after %d inputs with -Dpgconvoy.fuzz.seed=%d: %s"
                            .formatted(parser, done, seed, e.getMessage()),
                    e);
        } finally {
            watch.interrupt();
        }
        System.out.printf("fuzz: %s took %,d inputs%n", parser, done);
    }

    /// Nothing can end a parser that never returns, but everybody must know where.
    private void tellWhatHangs() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(HANGS_AFTER_NANOS);
                if (System.nanoTime() - since > HANGS_AFTER_NANOS) {
                    System.err.printf("fuzz: %s hangs at %s%n", parser, shown(current));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryOne() {
        var input = input();
        current = input;
        since = System.nanoTime();
        var thread = Thread.currentThread().threadId();
        var bytes = THREADS.getThreadAllocatedBytes(thread);
        var began = System.nanoTime();
        parse(input);
        if (System.nanoTime() - began > LONGEST_NANOS) {
            requireQuick(input);
        }
        assertThat(THREADS.getThreadAllocatedBytes(thread) - bytes)
                .as("bytes for %s", shown(input))
                .isLessThan(MOST_BYTES);
    }

    /// The machine may have been busy with something else, so what counts is the processor's time, at its best.
    private void requireQuick(String input) {
        var best = Long.MAX_VALUE;
        for (var again = 0; again < TRIES_OF_SLOW_ONES; again++) {
            var began = THREADS.getCurrentThreadCpuTime();
            parse(input);
            best = Math.min(best, THREADS.getCurrentThreadCpuTime() - began);
        }
        assertThat(best).as("nanoseconds for %s", shown(input)).isLessThan(LONGEST_NANOS);
    }

    private void parse(String input) {
        try {
            parser.parse().parse(input);
        } catch (Exception | StackOverflowError e) {
            if (!parser.refusal().isInstance(e) || e instanceof RuntimeException && e.getMessage() == null) {
                throw new AssertionError("%s for %s".formatted(e, shown(input)), e);
            }
        }
    }

    private static String shown(String input) {
        return input.length() <= 2_000 ? input : input.substring(0, 2_000) + "… (%d)".formatted(input.length());
    }

    private String input() {
        var text = new StringBuilder(samples.get(random.nextInt(samples.size())));
        if (random.nextInt(20) == 0) {
            text.setLength(0);
        }
        for (var changes = random.nextInt(6); changes > 0; changes--) {
            change(text);
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text.toString();
    }

    private void change(StringBuilder text) {
        var at = random.nextInt(text.length() + 1);
        var end = Math.min(text.length(), at + random.nextInt(12));
        switch (random.nextInt(7)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, character());
            case 2 -> text.insert(at, word());
            case 3 -> text.insert(at, text.substring(at, end));
            case 4 -> text.replace(at, end, word());
            case 5 -> text.insert(at, (random.nextBoolean() ? word() : character()).repeat(1 + random.nextInt(400)));
            default -> text.insert(at, samples.get(random.nextInt(samples.size())));
        }
    }

    private String word() {
        return parser.words().isEmpty()
                ? character()
                : parser.words().get(random.nextInt(parser.words().size()));
    }

    /// Mostly such as parsers care about.
    private String character() {
        return switch (random.nextInt(8)) {
            case 0 -> String.valueOf((char) random.nextInt(0x10000));
            case 1 -> Character.toString(random.nextInt(Character.MAX_CODE_POINT));
            case 2 -> new String(new byte[] {(byte) random.nextInt(256)}, StandardCharsets.ISO_8859_1);
            default -> {
                var usual = "\"\\'`{}[]()<>:;,.@/?&=%#$*+-_|^~! \t\r\n\0aZ09";
                yield String.valueOf(usual.charAt(random.nextInt(usual.length())));
            }
        };
    }
}
