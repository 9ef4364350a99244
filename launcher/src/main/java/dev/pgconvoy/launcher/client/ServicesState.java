package dev.pgconvoy.launcher.client;

/// What is known of the services that are to serve a request.
public interface ServicesState {

    /// Of services that somebody else runs: they count as started.
    ServicesState UNKNOWN = new ServicesState() {
        @Override
        public boolean areStarted() {
            return true;
        }

        @Override
        public void requireRunning() {}
    };

    boolean areStarted();

    /// Throws when one of them has ended, or cannot be started.
    void requireRunning();
}
