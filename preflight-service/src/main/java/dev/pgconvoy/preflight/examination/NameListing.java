package dev.pgconvoy.preflight.examination;

import java.util.List;

/// Names for a sentence: the first few, and how many more.
public final class NameListing {

    private static final int MOST = 10;

    private NameListing() {}

    public static String of(List<String> names) {
        var shown = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
        return names.size() <= MOST ? shown : "%s and %d more".formatted(shown, names.size() - MOST);
    }
}
