package dev.pgconvoy.launcher.request;

import dev.pgconvoy.secret.ServerSide;

/// Which of the two servers.
public enum Side {
    SOURCE("--source", "PGCONVOY_SOURCE_PASSWORD"),
    TARGET("--target", "PGCONVOY_TARGET_PASSWORD");

    private final String flag;
    private final String passwordVariable;

    Side(String flag, String passwordVariable) {
        this.flag = flag;
        this.passwordVariable = passwordVariable;
    }

    public ServerSide serverSide() {
        return switch (this) {
            case SOURCE -> ServerSide.SOURCE;
            case TARGET -> ServerSide.TARGET;
        };
    }

    String flag() {
        return flag;
    }

    String passwordFlag() {
        return flag + "-password";
    }

    String passwordVariable() {
        return passwordVariable;
    }
}
