package dev.pgconvoy.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// The page, made of what was measured and of nothing else. Whoever has measured something replaces its own sections
/// and leaves the others as they are. A section begins with its heading of the second level.
public final class ReliabilityPage {

    private static final String HEAD = """
            # Reliability

            Generated from measured runs, each section by its own command; see [CONTRIBUTING](../CONTRIBUTING.md#tests) for the commands.
            """;
    private static final List<String> ORDER =
            List.of("## Faults × phases", "## Recovery", "## Soak", "## Fleets on a virtual clock");
    private static final Pattern SECTION = Pattern.compile("(?m)^(?=## )");

    private ReliabilityPage() {}

    /// @param file made when it is missing
    public static void replace(Path file, List<String> sections) throws IOException {
        var present = Files.exists(file) ? sections(Files.readString(file)) : List.<String>of();
        Files.writeString(file, text(present, sections));
    }

    static List<String> sections(String page) {
        return Arrays.stream(SECTION.split(page))
                .filter(part -> part.startsWith("## "))
                .toList();
    }

    static String text(List<String> present, List<String> replaced) {
        var all = new ArrayList<>(replaced);
        present.stream()
                .filter(one -> replaced.stream().noneMatch(other -> heading(one).equals(heading(other))))
                .forEach(all::add);
        all.sort(Comparator.comparingInt(section -> place(heading(section))));
        var text = new StringBuilder(HEAD);
        all.forEach(section -> text.append('\n').append(section.strip()).append('\n'));
        return text.toString();
    }

    /// What is not known here stands last.
    private static int place(String heading) {
        var place = ORDER.indexOf(heading);
        return place < 0 ? ORDER.size() : place;
    }

    private static String heading(String section) {
        return section.lines().findFirst().orElse("").strip();
    }
}
