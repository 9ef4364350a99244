package dev.pgconvoy.monitor.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How many slots of workers there should be, and how many have work.
///
/// @param slotsWanted left out until this monitor has heard what is to be done
/// @param slotsBusy tasks in hand; left out until then, too
/// @param time the monitor's
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@Schema(description = "How many slots of workers are wanted and busy; what is not known is left out")
public record SlotDemand(Optional<Integer> slotsWanted, Optional<Integer> slotsBusy, Instant time) {}
