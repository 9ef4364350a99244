package dev.pgconvoy.secret;

import java.util.Locale;

/// Which of a migration's two servers a password is for.
public enum ServerSide {
    SOURCE,
    TARGET;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
