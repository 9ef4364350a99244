package dev.pgconvoy.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessFiguresTest {

    private static final int PLANTED = 20;

    @TempDir
    private Path folder;

    private final ProcessFigures here =
            new ProcessFigures("here", ProcessHandle.current().pid());

    @Test
    void files_that_stay_open_are_counted() throws IOException {
        var before = look().get(figure(BoundedQuantity.FILES));
        var file = Files.writeString(folder.resolve("planted"), "x");
        var open = new ArrayList<InputStream>();
        for (var i = 0; i < PLANTED; i++) {
            open.add(Files.newInputStream(file));
        }

        var after = look().get(figure(BoundedQuantity.FILES));

        for (var one : open) {
            one.close();
        }
        assertThat(after - before).isGreaterThanOrEqualTo(PLANTED);
    }

    @Test
    void threads_that_stay_are_counted() {
        var before = look().get(figure(BoundedQuantity.THREADS));
        var end = new CountDownLatch(1);
        for (var i = 0; i < PLANTED; i++) {
            Thread.ofPlatform().daemon().start(() -> awaitQuietly(end));
        }

        var after = look().get(figure(BoundedQuantity.THREADS));

        end.countDown();
        assertThat(after - before).isGreaterThanOrEqualTo(PLANTED - 5);
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<MeasuredFigure, Long> look() {
        var values = new HashMap<MeasuredFigure, Long>();
        here.addTo(values);
        return values;
    }

    private static MeasuredFigure figure(BoundedQuantity quantity) {
        return new MeasuredFigure("here", quantity);
    }
}
