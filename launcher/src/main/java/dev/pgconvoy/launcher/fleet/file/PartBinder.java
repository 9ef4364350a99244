package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.FleetLimits;
import dev.pgconvoy.fleet.FleetMetadata;
import dev.pgconvoy.fleet.FleetServer;
import dev.pgconvoy.fleet.Gate;
import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.ServerDefaults;
import dev.pgconvoy.fleet.Wave;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads a document into a fleet. As reading stops at the first fault, each part is read for itself first, so that one
/// fault of each part is told at once.
final class PartBinder {

    private static final JsonPointer SPEC = JsonPointer.compile("/spec");
    private static final Map<JsonPointer, Class<?>> PARTS = Map.of(
            JsonPointer.compile("/metadata"), FleetMetadata.class,
            SPEC.appendProperty("defaults"), ServerDefaults.class,
            SPEC.appendProperty("limits"), FleetLimits.class);
    private static final Map<JsonPointer, Class<?>> LISTS = Map.of(
            SPEC.appendProperty("servers"), FleetServer.class,
            SPEC.appendProperty("waves"), Wave.class,
            SPEC.appendProperty("windows"), MigrationWindow.class,
            SPEC.appendProperty("gates"), Gate.class);

    private final PlacedDocument document;
    private final List<FileFault> faults = new ArrayList<>();

    private PartBinder(PlacedDocument document) {
        this.document = document;
    }

    /// @throws FaultyFileException with a fault of each part that cannot be read
    static Fleet fleet(PlacedDocument document) throws FaultyFileException {
        if (!document.root().isObject()) {
            throw new FaultyFileException(FilePosition.START, "", "keys with values are expected");
        }
        var binder = new PartBinder(document);
        PARTS.forEach(binder::part);
        LISTS.forEach((list, type) -> {
            for (var i = 0; i < document.root().at(list).size(); i++) {
                binder.part(list.appendIndex(i), type);
            }
        });
        if (!binder.faults.isEmpty()) {
            throw new FaultyFileException(binder.faults);
        }
        try {
            return EventJson.MAPPER.treeToValue(document.root(), Fleet.class);
        } catch (JsonProcessingException e) {
            throw new FaultyFileException(List.of(binder.fault(JsonPointer.empty(), e)));
        }
    }

    private void part(JsonPointer at, Class<?> type) {
        var node = document.root().at(at);
        if (node.isMissingNode() || node.isNull()) {
            return;
        }
        try {
            EventJson.MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            faults.add(fault(at, e));
        }
    }

    private FileFault fault(JsonPointer at, JsonProcessingException e) {
        var pointer = at;
        if (e instanceof JsonMappingException mapping) {
            for (var step : mapping.getPath()) {
                pointer = step.getFieldName() == null
                        ? pointer.appendIndex(step.getIndex())
                        : pointer.appendProperty(step.getFieldName());
            }
        }
        return new FileFault(document.ofValue(pointer), PlacedDocument.path(pointer), BindingReasons.of(e));
    }
}
