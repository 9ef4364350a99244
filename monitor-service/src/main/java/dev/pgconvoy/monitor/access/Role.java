package dev.pgconvoy.monitor.access;

/// What somebody may do; each includes those before it.
public enum Role {
    /// See everything that is shown.
    VIEWER,
    /// Request and cancel migrations.
    OPERATOR,
    /// Remove what is kept, too.
    ADMIN;

    /// What a call needs.
    ///
    /// @param removes whether it removes a record instead of moving or cancelling something
    static Role neededFor(String method, boolean removes) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> VIEWER;
            default -> removes ? ADMIN : OPERATOR;
        };
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
