package dev.pgconvoy.monitor.api.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pgconvoy.event.TaskProgress.Slowed;
import dev.pgconvoy.monitor.live.TableRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// @param total how many fit
/// @param states how many there are in each state
/// @param origin `live` while it runs, `report` after its end, `none` when nothing is known
/// @param leftOut tables that are counted elsewhere and not kept or not listed
/// @param knownSince since when this monitor has heard everything; what was before may be missing
/// @param slowed why its source is read more slowly than limits allow (`copy.gentle`); left
/// out when it is not
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TableList(
        List<TableRow> tables,
        int total,
        Map<String, Integer> states,
        String origin,
        long leftOut,
        Optional<Instant> knownSince,
        Optional<Slowed> slowed) {}
