package dev.pgconvoy.worker.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pgconvoy.copy.Work.Rows;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The rows of a part as the ledger keeps them: numbers, names and values. The target is somebody
/// else's server, so what is read there is never SQL for the source.
final class RowsText {

    private RowsText() {}

    static String write(Rows rows) {
        return new String(EventJson.write(rows), StandardCharsets.UTF_8);
    }

    /// @throws MigrationException INTERNAL when it was not written by this version of ours
    static Rows read(String table, String text) {
        try {
            return Objects.requireNonNull(EventJson.MAPPER.readValue(text, Rows.class));
        } catch (JsonProcessingException | NullPointerException e) { // the latter for "null"
            throw new MigrationException(
                    FailureCode.INTERNAL,
                    "table " + table,
                    "The ledger pgconvoy_ledger of the target says in words of its own how the table was split.",
                    "It is another version's, or was changed: drop the database on the target and request the migration again.");
        }
    }
}
