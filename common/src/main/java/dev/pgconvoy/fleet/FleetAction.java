package dev.pgconvoy.fleet;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a fleet that is applied. Each may come twice.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FleetAction.Approve.class, name = "approve"),
    @JsonSubTypes.Type(value = FleetAction.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = FleetAction.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = FleetAction.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = FleetAction.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = FleetAction.Delete.class, name = "delete"),
})
public sealed interface FleetAction {

    int LONGEST_TEXT = 1_000;

    /// Opens the approval gates of a wave that ask for the role.
    ///
    /// @param by who approves, for people
    /// @param reason why it is in order, for people
    record Approve(String wave, String role, String by, String reason) implements FleetAction {
        public Approve {
            FleetNames.require("wave", wave);
            FleetNames.require("role", role);
            requireText("by", by);
            requireText("reason", reason);
            if (reason.isBlank()) {
                throw new IllegalArgumentException("reason must say why the wave may begin");
            }
        }
    }

    /// Nothing of a wave, of a server or of all of the fleet begins any more; what
    /// runs goes on. A server that is paused is still checked, as its wave would
    /// never begin else.
    record Pause(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> wave,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> server,
            String reason)
            implements FleetAction {
        public Pause {
            requireOne(wave, server);
            requireText("reason", reason);
        }

        /// Of all of the fleet.
        public Pause(String reason) {
            this(Optional.empty(), Optional.empty(), reason);
        }

        @JsonCreator
        static Pause create(
                @JsonProperty("wave") @Nullable Optional<String> wave,
                @JsonProperty("server") @Nullable Optional<String> server,
                @JsonProperty("reason") @Nullable String reason) {
            return new Pause(
                    requireNonNullElse(wave, Optional.<String>empty()),
                    requireNonNullElse(server, Optional.<String>empty()),
                    requireNonNullElse(reason, ""));
        }
    }

    /// Ends the pause of a wave or a server; without one of them, that of the fleet and
    /// of all its parts.
    record Resume(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> wave,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> server)
            implements FleetAction {
        public Resume {
            requireOne(wave, server);
        }

        /// Of all of the fleet.
        public Resume() {
            this(Optional.empty(), Optional.empty());
        }
    }

    /// Stops a wave, a server or all of the fleet: what has not begun never does, what runs is cancelled.
    record Cancel(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> wave,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> server,
            String reason)
            implements FleetAction {
        public Cancel {
            requireOne(wave, server);
            requireText("reason", reason);
        }

        @JsonCreator
        static Cancel create(
                @JsonProperty("wave") @Nullable Optional<String> wave,
                @JsonProperty("server") @Nullable Optional<String> server,
                @JsonProperty("reason") @Nullable String reason) {
            return new Cancel(
                    requireNonNullElse(wave, Optional.<String>empty()),
                    requireNonNullElse(server, Optional.<String>empty()),
                    requireNonNullElse(reason, ""));
        }
    }

    /// What has failed, was cancelled or was skipped is migrated once more, and a stopped wave goes on.
    record Retry(
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> wave,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> server)
            implements FleetAction {
        public Retry {
            requireOne(wave, server);
        }
    }

    /// Forgets the fleet: its plan, its state and its servers. Refused while a migration or
    /// a check of it runs.
    record Delete() implements FleetAction {}

    private static void requireText(String what, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("%s is at most %d characters".formatted(what, LONGEST_TEXT));
        }
    }

    private static void requireOne(Optional<String> wave, Optional<String> server) {
        if (wave.isPresent() && server.isPresent()) {
            throw new IllegalArgumentException("name a wave or a server, not both");
        }
        wave.ifPresent(name -> FleetNames.require("wave", name));
        server.ifPresent(name -> FleetNames.require("server", name));
    }
}
