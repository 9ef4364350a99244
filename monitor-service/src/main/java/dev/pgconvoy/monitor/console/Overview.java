package dev.pgconvoy.monitor.console;

import java.time.Instant;
import java.util.Map;

/// The fleet in some numbers.
///
/// @param states how many migrations there are in each state
/// @param attention how many need a person, for each reason
/// @param deadLetters offsets in use on each topic of dead letters that has any: a bound, the end of a
///     transaction takes one, too
/// @param workers how many are in each state, as far as they were heard of
/// @param slotsBusy tasks in hand
/// @param tasksWaiting tasks that were sent and that no worker has told of
/// @param bytesPerSecond of all running migrations
/// @param time the monitor's
public record Overview(
        Map<String, Integer> states,
        Map<String, Integer> attention,
        Map<String, Long> deadLetters,
        Map<String, Integer> workers,
        int slotsBusy,
        int tasksWaiting,
        long bytesPerSecond,
        Instant time) {}
