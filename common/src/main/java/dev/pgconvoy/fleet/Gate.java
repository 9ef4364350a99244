package dev.pgconvoy.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Optional;

/// What must hold before a wave begins.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Gate.AllVerified.class, name = "all-verified"),
    @JsonSubTypes.Type(value = Gate.Approval.class, name = "approval"),
    @JsonSubTypes.Type(value = Gate.NoWritesFor.class, name = "no-writes-for"),
    @JsonSubTypes.Type(value = Gate.CheckPassed.class, name = "check-passed"),
})
public sealed interface Gate {

    String name();

    /// Every server of the earlier waves has succeeded, and its copy was proven equal.
    record AllVerified(String name) implements Gate {
        public AllVerified {
            FleetNames.require("the name of a gate", name);
        }
    }

    /// Somebody with the role approves the wave.
    ///
    /// @param timeout after which the wave is stopped; empty for none
    record Approval(
            String name,
            String role,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Duration> timeout) implements Gate {
        public Approval {
            FleetNames.require("the name of a gate", name);
            FleetNames.require("role", role);
            timeout.ifPresent(patience -> FleetDurations.require("timeout", patience));
        }
    }

    /// Checks find no use of any source of the wave, the first and the last of them so far apart.
    record NoWritesFor(String name, Duration duration) implements Gate {
        public NoWritesFor {
            FleetNames.require("the name of a gate", name);
            FleetDurations.require("duration", duration);
        }
    }

    /// The checks of every server of the wave have passed.
    record CheckPassed(String name) implements Gate {
        public CheckPassed {
            FleetNames.require("the name of a gate", name);
        }
    }
}
