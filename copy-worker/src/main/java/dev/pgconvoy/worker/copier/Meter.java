package dev.pgconvoy.worker.copier;

import java.util.concurrent.atomic.AtomicLong;

/// What went through so far; written by the copy, read by the one who reports progress.
final class Meter {

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();

    void add(long moreBytes, long moreRows) {
        bytes.addAndGet(moreBytes);
        rows.addAndGet(moreRows);
    }

    long bytes() {
        return bytes.get();
    }

    long rows() {
        return rows.get();
    }
}
