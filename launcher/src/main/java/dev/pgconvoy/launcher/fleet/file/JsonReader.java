package dev.pgconvoy.launcher.fleet.file;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// JSON with the place of each part.
final class JsonReader {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final PlacedDocument.Places places = new PlacedDocument.Places();
    private final JsonParser parser;

    private JsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static PlacedDocument read(String text) throws FaultyFileException {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new FaultyFileException(FilePosition.START, "", "the file is empty");
            }
            var reader = new JsonReader(parser);
            var root = reader.tree(JsonPointer.empty(), 0);
            if (parser.nextToken() != null) {
                throw new FaultyFileException(
                        place(parser.currentTokenLocation()), "", "something stands after the end of the document");
            }
            return reader.places.document(root);
        } catch (JacksonException e) {
            throw new FaultyFileException(place(e.getLocation()), "", "this is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FilePosition place(@Nullable JsonLocation location) {
        return location == null ? FilePosition.START : new FilePosition(location.getLineNr(), location.getColumnNr());
    }

    private JsonNode tree(JsonPointer at, int depth) throws FaultyFileException, IOException {
        places.value(at, depth, place(parser.currentTokenLocation()));
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(at, depth);
            case START_ARRAY -> array(at, depth);
            case VALUE_STRING -> JSON.textNode(parser.getText());
            case VALUE_NUMBER_INT -> JSON.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> JSON.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> JSON.booleanNode(true);
            case VALUE_FALSE -> JSON.booleanNode(false);
            case VALUE_NULL -> JSON.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private JsonNode object(JsonPointer at, int depth) throws FaultyFileException, IOException {
        var object = JSON.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var property = at.appendProperty(name);
            places.key(property, place(parser.currentTokenLocation()));
            parser.nextToken();
            object.set(name, tree(property, depth + 1));
        }
        return object;
    }

    private JsonNode array(JsonPointer at, int depth) throws FaultyFileException, IOException {
        var array = JSON.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(tree(at.appendIndex(array.size()), depth + 1));
        }
        return array;
    }
}
