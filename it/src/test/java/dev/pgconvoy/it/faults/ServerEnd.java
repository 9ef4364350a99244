package dev.pgconvoy.it.faults;

/// One of the two servers of a migration.
enum ServerEnd {
    SOURCE("source"),
    TARGET("target");

    private final String serverName;

    ServerEnd(String serverName) {
        this.serverName = serverName;
    }

    String serverName() {
        return serverName;
    }
}
