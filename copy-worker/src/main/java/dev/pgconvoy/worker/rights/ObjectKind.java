package dev.pgconvoy.worker.rights;

import java.util.Locale;

/// What has an owner and grants.
enum ObjectKind {
    TABLE("ALTER TABLE"),
    COLUMN(""),
    SEQUENCE("ALTER SEQUENCE"),
    ROUTINE("ALTER ROUTINE"),
    TYPE("ALTER TYPE"),
    LANGUAGE("ALTER LANGUAGE"),
    SCHEMA("ALTER SCHEMA"),
    FOREIGN_DATA_WRAPPER("ALTER FOREIGN DATA WRAPPER"),
    FOREIGN_SERVER("ALTER SERVER"),
    DEFAULT_PRIVILEGES(""),
    LARGE_OBJECT("ALTER LARGE OBJECT"),
    DATABASE("ALTER DATABASE"),
    PARAMETER("");

    private final String alter;

    ObjectKind(String alter) {
        this.alter = alter;
    }

    /// @param words as a GRANT has them
    static ObjectKind of(String words) {
        return valueOf(words.replace(' ', '_'));
    }

    String words() {
        return name().replace('_', ' ');
    }

    String described() {
        return words().toLowerCase(Locale.ROOT);
    }

    /// Whether one that is not listed is there all the same, with the rights that it has by default.
    boolean isListedOnlyWithGrants() {
        return this == COLUMN || this == DEFAULT_PRIVILEGES || this == PARAMETER;
    }

    /// Whether it has an owner that can be another one than its table's, say.
    boolean hasOwner() {
        return !alter.isEmpty();
    }

    String alter() {
        return alter;
    }
}
