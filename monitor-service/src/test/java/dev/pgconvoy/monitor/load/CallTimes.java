package dev.pgconvoy.monitor.load;

import dev.pgconvoy.monitor.MonitorProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How long one caller waits for one answer, asked for again and again.
final class CallTimes implements AutoCloseable {

    private static final long PAUSE_MILLIS = 25;

    private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean isOpen = true;

    CallTimes(MonitorProcess monitor, String path) {
        thread = Thread.ofPlatform().start(() -> {
            try {
                while (isOpen) {
                    var began = System.nanoTime();
                    var status = monitor.get(path).statusCode();
                    if (status != 200) {
                        throw new IOException("%s answers %d".formatted(path, status));
                    }
                    millis.add((System.nanoTime() - began) / 1e6);
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (IOException e) {
                millis.add(Double.POSITIVE_INFINITY);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// @param share such as 0.99
    double quantile(double share) {
        var sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }

    int calls() {
        return millis.size();
    }

    @Override
    public void close() {
        isOpen = false;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
