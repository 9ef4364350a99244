package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// ARM's migrationOption: check only, move without the optional checks, or both. And one of ours: compare two servers
/// and write nothing.
public enum MigrationOption {
    VALIDATE("Validate"),
    MIGRATE("Migrate"),
    VALIDATE_AND_MIGRATE("ValidateAndMigrate"),
    VERIFY("Verify");

    private final String text;

    MigrationOption(String text) {
        this.text = text;
    }

    @JsonCreator
    public static MigrationOption parse(String text) {
        for (var option : values()) {
            if (option.text.equalsIgnoreCase(text)) {
                return option;
            }
        }
        throw new IllegalArgumentException("migrationOption must be Validate, Migrate, ValidateAndMigrate or Verify");
    }

    @JsonValue
    public String text() {
        return text;
    }
}
