package dev.pgconvoy.migration.connection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// libpq's channel_binding: whether the proof of the password (SCRAM) also proves which encrypted link it is for, so
/// that nobody between can hand it on.
public enum ChannelBinding {
    DISABLE,
    PREFER,
    REQUIRE;

    @JsonCreator
    public static ChannelBinding parse(String text) {
        for (var binding : values()) {
            if (binding.text().equalsIgnoreCase(text)) {
                return binding;
            }
        }
        throw new IllegalArgumentException("channelBinding must be disable, prefer or require");
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
