package dev.pgconvoy.copy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what only people look at. Workers are upgraded one by one: a kind that a newer one
/// says, and that this one does not know, must not make the whole record unreadable. All else
/// that is wrong is refused.
public final class UnknownAsEmpty extends JsonDeserializer<Optional<?>> implements ContextualDeserializer {

    private final @Nullable JavaType content;

    /// For Jackson.
    UnknownAsEmpty() {
        this(null);
    }

    private UnknownAsEmpty(@Nullable JavaType content) {
        this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
        return new UnknownAsEmpty(property.getType().containedType(0));
    }

    @Override
    public Optional<?> deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        var tree = context.readValue(parser, JsonNode.class);
        try {
            return Optional.of(context.readTreeAsValue(tree, content));
        } catch (InvalidFormatException e) {
            if (e.getValue() instanceof String && e.getTargetType().isEnum()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
        return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return Optional.empty();
    }
}
