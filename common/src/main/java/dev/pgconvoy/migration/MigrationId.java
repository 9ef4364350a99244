package dev.pgconvoy.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// `<targetServer>/<migrationName>`, as in ARM: one migration, the key of all its records.
public record MigrationId(String targetServer, String name) implements Comparable<MigrationId> {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int SPREAD = 0x9E3779B9;

    public MigrationId {
        requirePart("target server", targetServer);
        requirePart("migration name", name);
    }

    @JsonCreator
    public static MigrationId parse(String text) {
        var parts = text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("a migration id is <targetServer>/<migrationName>");
        }
        return new MigrationId(parts[0], parts[1]);
    }

    private static void requirePart(String what, String part) {
        if (!PART.matcher(part).matches()) {
            throw new IllegalArgumentException(
                    "the %s must be 1 to 63 letters, digits, dots, underscores or hyphens and start with a letter or digit"
                            .formatted(what));
        }
    }

    /// Both parts often end with the same number. The usual hash of a record makes multiples of 32
    /// of such pairs, which fill few places of a hash table.
    @Override
    public int hashCode() {
        return targetServer.hashCode() * SPREAD + name.hashCode();
    }

    @Override
    public int compareTo(MigrationId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    @JsonValue
    public String toString() {
        return targetServer + "/" + name;
    }
}
