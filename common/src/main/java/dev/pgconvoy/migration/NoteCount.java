package dev.pgconvoy.migration;

import dev.pgconvoy.text.Excerpt;
import dev.pgconvoy.text.JsonText;

/// How many notes of one code there are, shown or not.
public record NoteCount(String code, long count) {

    private static final int LONGEST_CODE = 100;
    private static final int NAMES_AND_NUMBER = 60;

    public NoteCount {
        code = Excerpt.of(code, LONGEST_CODE);
    }

    int jsonBytes() {
        return NAMES_AND_NUMBER + JsonText.bytes(code);
    }
}
