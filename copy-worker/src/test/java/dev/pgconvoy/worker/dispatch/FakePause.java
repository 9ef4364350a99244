package dev.pgconvoy.worker.dispatch;

/// A pause that a test begins and ends.
final class FakePause implements DispatchPorts.Pause {

    boolean on;
    int waits;
    private Runnable whileWaiting = () -> on = false;

    /// Runs each time the dispatcher waits, between the looks at whether the pause is over.
    void whileWaiting(Runnable step) {
        whileWaiting = step;
    }

    @Override
    public boolean isOn() {
        return on;
    }

    @Override
    public void awaitEnd(DispatchPorts.Checkpoint checkpoint) throws InterruptedException {
        waits++;
        while (on) {
            checkpoint.pass();
            whileWaiting.run();
        }
    }
}
