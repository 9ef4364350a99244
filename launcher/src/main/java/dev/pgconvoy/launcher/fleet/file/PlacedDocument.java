package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/// A document, and where each part of it stands in the file.
///
/// @param values where each value begins
/// @param keys where the key of each property begins
record PlacedDocument(JsonNode root, Map<JsonPointer, FilePosition> values, Map<JsonPointer, FilePosition> keys) {

    static final int DEEPEST = 20;
    static final int MOST_VALUES = 200_000;

    PlacedDocument {
        values = Map.copyOf(values);
        keys = Map.copyOf(keys);
    }

    /// Of the value there, or of the nearest one that contains it.
    FilePosition ofValue(JsonPointer pointer) {
        return nearest(values, pointer);
    }

    FilePosition ofKey(JsonPointer pointer) {
        var place = keys.get(pointer);
        return place == null ? ofValue(pointer) : place;
    }

    private static FilePosition nearest(Map<JsonPointer, FilePosition> places, JsonPointer pointer) {
        for (var at = pointer; at != null; at = at.head()) {
            var place = places.get(at);
            if (place != null) {
                return place;
            }
        }
        return FilePosition.START;
    }

    /// For people: `spec.servers[2].name`.
    static String path(JsonPointer pointer) {
        var text = new StringBuilder();
        for (var at = pointer; at != null && !at.matches(); at = at.tail()) {
            if (at.mayMatchElement()) {
                text.append('[').append(at.getMatchingIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(at.getMatchingProperty());
            }
        }
        return text.toString();
    }

    /// Collects the places while a document is read, and bounds how much is read.
    static final class Places {

        private final Map<JsonPointer, FilePosition> values = new HashMap<>();
        private final Map<JsonPointer, FilePosition> keys = new HashMap<>();
        private int count;

        void value(JsonPointer pointer, int depth, FilePosition place) throws FaultyFileException {
            if (depth > DEEPEST) {
                throw new FaultyFileException(
                        place, path(pointer), "this is nested more than %d levels deep".formatted(DEEPEST));
            }
            if (++count > MOST_VALUES) {
                throw new FaultyFileException(
                        place, path(pointer), "the file has more than %,d values".formatted(MOST_VALUES));
            }
            values.put(pointer, place);
        }

        /// @throws FaultyFileException when the key has been there before
        void key(JsonPointer pointer, FilePosition place) throws FaultyFileException {
            var before = keys.putIfAbsent(pointer, place);
            if (before != null) {
                throw new FaultyFileException(
                        place, path(pointer), "this key stands in line %d already".formatted(before.line()));
            }
        }

        PlacedDocument document(JsonNode root) {
            return new PlacedDocument(root, values, keys);
        }
    }
}
