package dev.pgconvoy.text;

/// What a text needs in JSON.
public final class JsonText {

    private static final int ESCAPED = 6;

    private JsonText() {}

    /// In bytes of UTF-8 with its quotes and escapes; never too few.
    public static int bytes(String text) {
        var bytes = 2;
        for (var index = 0; index < text.length(); index++) {
            bytes += bytes(text.charAt(index));
        }
        return bytes;
    }

    /// Characters outside of the basic plane are written as two escapes, one for each half.
    private static int bytes(char character) {
        if (character < ' ' || Character.isSurrogate(character)) {
            return ESCAPED;
        }
        if (character < 0x80) {
            return character == '"' || character == '\\' ? 2 : 1;
        }
        return character < 0x800 ? 2 : 3;
    }
}
