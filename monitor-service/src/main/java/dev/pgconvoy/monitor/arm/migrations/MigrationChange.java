package dev.pgconvoy.monitor.arm.migrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.MigrationProperties;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a PATCH wants of a migration: to cancel it, or nothing. All else is refused.
///
/// @param cancels whether it is to stop
record MigrationChange(boolean cancels) {

    private static final String CANCEL = "cancel";
    private static final String ONLY_THESE = "dbsToCancelMigrationOn";

    /// @param shown the migration as it is shown now
    /// @throws ArmException when something else is to change
    static MigrationChange read(ObjectNode body, MigrationStatus status, JsonNode shown) {
        var given = body.path("properties") instanceof ObjectNode properties
                ? properties
                : EventJson.MAPPER.createObjectNode();
        var wanted = new MigrationProperties(given).json();
        var cancel = wanted.path(CANCEL).asText("False");
        if (!Set.of("true", "false").contains(cancel.toLowerCase(Locale.ROOT))) {
            throw ArmException.invalid(List.of("cancel must be one of True, False."));
        }
        requireAll(wanted.path(ONLY_THESE), status);
        requireSame(wanted, shown.path("properties"));
        return new MigrationChange(cancel.equalsIgnoreCase("True"));
    }

    /// Databases are not cancelled one by one.
    private static void requireAll(JsonNode names, MigrationStatus status) {
        var named = new HashSet<String>();
        names.forEach(name -> named.add(name.asText()));
        var all = new HashSet<>(status.request().databases());
        status.databases().stream().map(DatabaseProgress::database).forEach(all::add);
        if (!named.isEmpty() && !named.equals(all)) {
            throw ArmException.conflict(
                    "OperationNotAllowed",
                    "A migration is cancelled with all of its databases; leave dbsToCancelMigrationOn out or name all.");
        }
    }

    private static void requireSame(ObjectNode wanted, JsonNode shown) {
        var changed = new ArrayList<String>();
        wanted.properties().stream()
                .filter(each -> !each.getKey().equals(CANCEL) && !each.getKey().equals(ONLY_THESE))
                .filter(each -> !each.getValue().isNull() && !isSame(each.getValue(), shown.path(each.getKey())))
                .forEach(each -> changed.add(each.getKey()));
        if (!changed.isEmpty()) {
            throw ArmException.conflict(
                    "PropertyChangeNotAllowed",
                    "Changing property '%s' is not allowed; a migration that has been asked for can be cancelled only."
                            .formatted(String.join("', '", changed)));
        }
    }

    private static boolean isSame(JsonNode wanted, JsonNode shown) {
        return wanted.isValueNode()
                ? wanted.asText().equalsIgnoreCase(shown.asText())
                : wanted.equals(shown.isMissingNode() ? EventJson.MAPPER.createArrayNode() : shown);
    }
}
