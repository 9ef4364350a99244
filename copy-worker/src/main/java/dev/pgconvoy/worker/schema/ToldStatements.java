package dev.pgconvoy.worker.schema;

import dev.pgconvoy.failure.Finding;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Statements that the report tells already, because the target refused them: what they were for is not told again. Two
/// statements about the same object and role count as one, whatever privileges they name and however they quote.
public final class ToldStatements {

    private static final Pattern PRIVILEGES = Pattern.compile("\\b(grant|revoke)\\b.*?\\bon\\b");
    private static final Pattern ROUTINES = Pattern.compile("^ ?(function|procedure|aggregate) ");
    private static final Pattern END = Pattern.compile("( with grant option)?[;\\s]*$");

    private final Set<String> told = new HashSet<>();

    /// @param notes whose remedies end in a colon and the statement
    public void add(Collection<Finding> notes) {
        for (var note : notes) {
            var remedy = note.remedy();
            told.add(essence(remedy.substring(remedy.indexOf(": ") + 1)));
        }
    }

    public boolean include(String statement) {
        return told.contains(essence(statement));
    }

    private static String essence(String statement) {
        var words = statement
                .toLowerCase(Locale.ROOT)
                .replace("\"", "")
                .replaceAll("\\s+", " ")
                .strip();
        var about = PRIVILEGES.matcher(words).replaceFirst("").strip();
        return END.matcher(ROUTINES.matcher(about).replaceFirst("routine ")).replaceFirst("");
    }
}
