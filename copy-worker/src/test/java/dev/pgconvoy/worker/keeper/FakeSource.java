package dev.pgconvoy.worker.keeper;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.event.SnapshotNotice.Wanted;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// Hands out snapshots and notes what becomes of them.
final class FakeSource implements SnapshotImporter {

    final List<FakeSnapshot> taken = new CopyOnWriteArrayList<>();
    final CountDownLatch asked = new CountDownLatch(1);
    final CountDownLatch mayAnswer = new CountDownLatch(1);
    volatile boolean isSlow;
    volatile boolean hearsInterrupts = true;

    static final class FakeSnapshot implements HeldSnapshot {

        volatile boolean isHeld = true;
        volatile boolean isClosed;

        @Override
        public String name() {
            return "00000003-00000002-1";
        }

        @Override
        public boolean isHeld() {
            return isHeld;
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }

    @Override
    public HeldSnapshot take(SnapshotNotice word, Wanted wanted) throws SQLException {
        asked.countDown();
        if (isSlow) {
            awaitAnswer();
        }
        var snapshot = new FakeSnapshot();
        taken.add(snapshot);
        return snapshot;
    }

    private void awaitAnswer() throws SQLException {
        while (true) {
            try {
                mayAnswer.await();
                return;
            } catch (InterruptedException e) {
                if (hearsInterrupts) {
                    throw new SQLException("the socket was closed by an interrupt", e);
                }
            }
        }
    }
}
