package dev.pgconvoy.migration;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// What is checked before a migration beside the usual, because it takes time or is not everybody's wish.
///
/// @param requireQuiesced whether a source that is still in use is an error
/// @param checkData whether the rows of the source are read and held against its constraints and its encoding
public record CheckOptions(boolean requireQuiesced, boolean checkData) {

    public static final CheckOptions DEFAULTS = new CheckOptions(false, false);

    @JsonCreator
    static CheckOptions create(
            @JsonProperty("requireQuiesced") @Nullable Boolean requireQuiesced,
            @JsonProperty("checkData") @Nullable Boolean checkData) {
        return new CheckOptions(
                requireNonNullElse(requireQuiesced, DEFAULTS.requireQuiesced),
                requireNonNullElse(checkData, DEFAULTS.checkData));
    }
}
