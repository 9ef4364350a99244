package dev.pgconvoy.convention;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A name says what a class is, and means one class in all modules.
class ClassNamesTest {

    private static final Pattern ONE_WORD = Pattern.compile("[A-Z][a-z0-9]*");
    private static final Pattern TERM = Pattern.compile("(?m)^\\| \\*\\*(.+?)\\*\\* \\|");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| (`.+?`) \\|");

    /// One in each module; their build runs them by this name.
    private static final Set<String> ONE_PER_MODULE = Set.of("ArchitectureTest", "package-info");

    @Test
    void a_class_of_one_word_is_explained_by_the_glossary() {
        // given
        var glossary = SourceTree.glossary();
        var terms = found(TERM, glossary)
                .flatMap(words -> Stream.of(words.split(", ")))
                .collect(toSet());
        var listed = found(LISTED, glossary)
                .flatMap(names -> Stream.of(names.split(", ")))
                .map(name -> name.replace("`", ""))
                .collect(toSet());

        // when
        var unexplained = classNames()
                .filter(name -> ONE_WORD.matcher(name).matches())
                .filter(name -> !listed.contains(name) && !isTerm(name, terms))
                .collect(toCollection(TreeSet::new));

        // then
        assertThat(unexplained)
                .as("a class of one word: say what it is in two, or why one is enough in docs/glossary.md")
                .isEmpty();
        assertThat(classNames().toList()).as("what the glossary lists is there").containsAll(listed);
    }

    @Test
    void a_name_stands_for_one_class() {
        // when
        var files = SourceTree.javaFiles().stream().collect(groupingBy(ClassNamesTest::nameOf));

        // then
        assertThat(files).hasSizeGreaterThan(1_000);
        files.keySet().removeAll(ONE_PER_MODULE);
        files.values().removeIf(places -> places.size() == 1);
        assertThat(files.keySet())
                .as("one name, two classes: %s", files.values())
                .isEmpty();
    }

    private static Stream<String> classNames() {
        return SourceTree.javaFiles().stream().map(ClassNamesTest::nameOf);
    }

    private static boolean isTerm(String name, Set<String> terms) {
        var word = name.toLowerCase(Locale.ROOT);
        return Stream.concat(Stream.of(word), singular(word)).anyMatch(terms::contains);
    }

    private static Stream<String> singular(String word) {
        return word.endsWith("s") ? Stream.of(word.substring(0, word.length() - 1)) : Stream.empty();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
