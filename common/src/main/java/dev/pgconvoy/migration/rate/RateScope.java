package dev.pgconvoy.migration.rate;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// What all workers together copy from, to or for, with one limit. As text it is
/// `source:HOST`, `target:HOST` or `fleet:NAME`.
///
/// @param name a host in lower case, or the name of a fleet. Of a host that is longer than any
/// of the DNS, the first part counts
public record RateScope(Kind kind, String name) {

    /// With the kind before it, this fits into the key of a record.
    private static final int LONGEST_NAME = 240;

    /// A name or an address; a single colon comes before a port.
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|(?=.*:.*:)[0-9a-f:.]*[0-9a-f:]");

    /// Whose limit it is.
    public enum Kind {
        SOURCE,
        TARGET,
        FLEET;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public RateScope {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "what is limited is source:HOST, target:HOST or fleet:NAME, with a name of at most %d characters"
                            .formatted(LONGEST_NAME));
        }
    }

    public static RateScope ofSource(String host) {
        return new RateScope(Kind.SOURCE, host(host));
    }

    public static RateScope ofTarget(String host) {
        return new RateScope(Kind.TARGET, host(host));
    }

    public static RateScope ofFleet(String name) {
        return new RateScope(Kind.FLEET, name);
    }

    /// For those that a person names: nothing would ever be copied from a host that is none.
    ///
    /// @throws IllegalArgumentException when it is the name of no host or fleet
    public RateScope requireNamed() {
        var isName = kind == Kind.FLEET
                ? FleetName.isValid(name)
                : HOST.matcher(name).matches();
        if (!isName) {
            throw new IllegalArgumentException(
                    kind == Kind.FLEET
                            ? "\"%s\" is the name of no fleet".formatted(name)
                            : "\"%s\" is no host; write the host's name or address as requests do, without port, user and database"
                                    .formatted(name));
        }
        return this;
    }

    /// As the limits of fleets count hosts.
    private static String host(String host) {
        var lower = host.toLowerCase(Locale.ROOT);
        return lower.substring(0, Math.min(lower.length(), LONGEST_NAME));
    }

    /// @throws IllegalArgumentException when the text is none
    @JsonCreator
    public static RateScope parse(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> text.startsWith(kind.word() + ":"))
                .findFirst()
                .map(kind -> {
                    var name = text.substring(kind.word().length() + 1);
                    return switch (kind) {
                        case SOURCE -> ofSource(name);
                        case TARGET -> ofTarget(name);
                        case FLEET -> ofFleet(name);
                    };
                })
                .orElseThrow(() ->
                        new IllegalArgumentException("what is limited is source:HOST, target:HOST or fleet:NAME"));
    }

    @JsonValue
    @Override
    public String toString() {
        return kind.word() + ":" + name;
    }
}
