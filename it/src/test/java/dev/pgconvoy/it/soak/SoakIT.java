package dev.pgconvoy.it.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.campaign.ReliabilityPage;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Five minutes of load in CI, or as long as `-Dpgconvoy.it.soak=2h` says. Each sample is a line of
/// `it/target/soak/samples.jsonl`; beside it are the objects of each heap at the begin and at the end.
/// `-Dpgconvoy.it.soak.page=../docs/reliability.md` writes what was measured to that page.
@Tag("soak")
@EnabledOnOs(OS.LINUX)
class SoakIT {

    private static final Path FOLDER = Path.of("target", "soak").toAbsolutePath();
    private static final Path SAMPLES = FOLDER.resolve("samples.jsonl");
    private static final String PAGE = "pgconvoy.it.soak.page";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration REST = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final SoakTimes times = SoakTimes.wanted();
    private final List<SoakSample> measured = new ArrayList<>();
    private long began;

    @Test
    void nothing_grows() throws IOException, SQLException, InterruptedException, ExecutionException {
        Files.createDirectories(FOLDER);
        Files.deleteIfExists(SAMPLES);
        try (var environment = TestEnvironment.ofProcesses(FOLDER.resolve("stack"), ShortMemory::of, ShortMemory::of)) {
            var source = environment.server("source", 15);
            var target = environment.server("target", 15);
            ShortMemory.setFor(environment.bootstrapServers());
            try (var client = KafkaClient.connect(environment.bootstrapServers());
                    var load = new SoakLoad(environment, client, source, target);
                    var observatory = new SoakObservatory(environment, FOLDER.resolve("heaps"), source, target)) {
                began = System.nanoTime();
                observatory.lookDeeply(now(), "cold");
                run(load, observatory, times.warmUp());
                var idleBefore = rest(load, observatory, "before");
                run(load, observatory, SoakTimes.RAMP);
                measured.clear();
                run(load, observatory, times.measured());
                var idleAfter = rest(load, observatory, "after");
                conclude(load, SoakVerdict.of(measured, idleBefore, idleAfter));
            }
        }
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void run(SoakLoad load, SoakObservatory observatory, Duration time) throws SQLException, IOException {
        var end = now().plus(time);
        var nextBeat = now();
        var nextSample = now();
        var nextHeap = now();
        while (now().compareTo(end) < 0) {
            if (now().compareTo(nextBeat) >= 0) {
                load.beat();
                nextBeat = now().plus(SoakTimes.BEAT);
            }
            load.tend();
            if (now().compareTo(nextHeap) >= 0) {
                keep(observatory.lookDeeply(now(), "load"));
                nextHeap = now().plus(times.betweenHeaps());
                nextSample = now().plus(times.betweenSamples());
            } else if (now().compareTo(nextSample) >= 0) {
                keep(observatory.look(now()));
                nextSample = now().plus(times.betweenSamples());
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void keep(SoakSample sample) throws IOException {
        measured.add(sample);
        write(sample);
    }

    private static void write(SoakSample sample) throws IOException {
        Files.writeString(SAMPLES, sample.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Until all has ended, and then for a while.
    private SoakSample rest(SoakLoad load, SoakObservatory observatory, String name) throws SQLException, IOException {
        await("every migration ends").atMost(PATIENCE).pollInSameThread().until(() -> {
            load.tend();
            return load.isDone();
        });
        await("a rest").pollDelay(REST).atMost(REST.plus(PATIENCE)).until(() -> true);
        var sample = observatory.lookDeeply(now(), name);
        write(sample);
        return sample;
    }

    private void conclude(SoakLoad load, SoakVerdict verdict) throws IOException, SQLException {
        var section = new SoakSection(times, load.counts(), verdict).text();
        Files.writeString(FOLDER.resolve("section.md"), section);
        System.out.println(section);
        var page = System.getProperty(PAGE, "");
        if (!page.isBlank()) {
            ReliabilityPage.replace(Path.of(page), List.of(section));
        }
        assertThat(load.wrong()).as("migrations and garbage").isEmpty();
        assertThat(load.leftovers()).as("left on the target").isEmpty();
        assertThat(verdict.growth())
                .as("what grew; %s has all samples", SAMPLES)
                .isEmpty();
    }
}
