package dev.pgconvoy.fleet.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.event.EventJson;
import java.io.UncheckedIOException;
import java.util.Optional;

/// What was seen of one seed, a line of the file of a campaign.
///
/// @param servers of all its fleets
/// @param begun migrations that have begun, each attempt
/// @param checks that gates have asked for
/// @param failed migrations that have failed
/// @param stopped migrations that were cancelled when their window closed
/// @param kills of the process, each with another one that believed the work was its own
/// @param ratio how many times as long the large fleet took as it must
/// @param withOverdue migrations that have begun while somebody had waited longer
/// than the patience
/// @param violation of a rule; empty when all held
record SeedRecord(
        long seed,
        String commit,
        int servers,
        int begun,
        int checks,
        int failed,
        int stopped,
        int kills,
        double ratio,
        int withOverdue,
        Optional<String> violation) {

    String json() {
        try {
            return EventJson.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SeedRecord read(String line) {
        try {
            return EventJson.MAPPER.readValue(line, SeedRecord.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
