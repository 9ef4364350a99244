package dev.pgconvoy.it.faults;

/// One of the two servers of a migration.
enum End {
    SOURCE("source"),
    TARGET("target");

    private final String serverName;

    End(String serverName) {
        this.serverName = serverName;
    }

    String serverName() {
        return serverName;
    }
}
