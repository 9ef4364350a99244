package dev.pgconvoy.monitor.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// The fleet in some numbers. What is not known is left out, and never 0.
///
/// @param states how many migrations there are in each state
/// @param attention how many need a person, for each reason
/// @param deadLetters offsets in use on each topic of dead letters that has any: a bound, the end of a
///     transaction takes one, too; left out until they are counted
/// @param workers how many are in each state, as far as they were heard of
/// @param slotsBusy tasks in hand; left out until this monitor listens
/// @param tasksWaiting tasks that were sent and that no worker has told of; left out until this monitor listens
/// @param bytesPerSecond of all running migrations that do not stand still
/// @param time the monitor's
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(description = "The fleet in some numbers; what is not known is left out")
public record FleetOverview(
        Map<String, Integer> states,
        Map<String, Integer> attention,
        Optional<Map<String, Long>> deadLetters,
        Map<String, Integer> workers,
        Optional<Integer> slotsBusy,
        Optional<Integer> tasksWaiting,
        long bytesPerSecond,
        Instant time) {}
