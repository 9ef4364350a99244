package dev.pgconvoy.secret;

import java.util.function.Function;

/// A value that must not show. Reading it takes the deliberate call of [#use].
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public <T> T use(Function<String, T> reader) {
        return reader.apply(value);
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
