package dev.pgconvoy.monitor.arm.protocol;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An error in Azure's shape.
///
/// @param target what it is about, when that is one thing
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ArmError(String code, String message, Optional<String> target, List<ArmError> details) {

    public ArmError {
        details = List.copyOf(details);
    }

    @JsonCreator
    static ArmError create(
            @JsonProperty(value = "code", required = true) String code,
            @JsonProperty(value = "message", required = true) String message,
            @JsonProperty("target") @Nullable Optional<String> target,
            @JsonProperty("details") @Nullable List<ArmError> details) {
        return new ArmError(
                code,
                message,
                requireNonNullElse(target, Optional.<String>empty()),
                requireNonNullElse(details, List.<ArmError>of()));
    }

    public static ArmError of(String code, String message) {
        return new ArmError(code, message, Optional.empty(), List.of());
    }

    public ArmError about(String what) {
        return new ArmError(code, message, Optional.of(what), details);
    }

    /// One error for all that is wrong.
    public static ArmError of(String code, String heading, List<String> violations) {
        var details = violations.stream().map(violation -> of(code, violation)).toList();
        return new ArmError(code, (heading + " " + String.join(" ", violations)).strip(), Optional.empty(), details);
    }
}
