package dev.pgconvoy.launcher.request;

import dev.pgconvoy.secret.ServerSide;

/// Which of the two servers.
public enum CommandSide {
    SOURCE("--source", "PGCONVOY_SOURCE_PASSWORD"),
    TARGET("--target", "PGCONVOY_TARGET_PASSWORD");

    private final String flag;
    private final String passwordVariable;

    CommandSide(String flag, String passwordVariable) {
        this.flag = flag;
        this.passwordVariable = passwordVariable;
    }

    public ServerSide serverSide() {
        return switch (this) {
            case SOURCE -> ServerSide.SOURCE;
            case TARGET -> ServerSide.TARGET;
        };
    }

    public String flag() {
        return flag;
    }

    public String passwordFlag() {
        return flag + "-password";
    }

    public String passwordVariable() {
        return passwordVariable;
    }
}
