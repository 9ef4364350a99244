package dev.pgconvoy.preflight.check;

import java.util.Arrays;

/// What a newer major version does not take any more, by the words of `list_version_breaks.sql`.
///
/// @param isCertain whether the catalog says it; otherwise words in a definition do, which may mean something else
enum VersionRule {
    POSTFIX_OPERATOR(
            "postfix-operator",
            true,
            "Operators that stand behind their operand",
            "Replace them by functions, and drop them: DROP OPERATOR …"),
    POLYMORPHIC_ARRAY(
            "polymorphic-array",
            true,
            "Aggregates and operators on anyarray or anyelement that use the server's array functions",
            "Drop them (DROP AGGREGATE …, DROP OPERATOR …), and make them again on the target with anycompatiblearray and anycompatible."),
    REMOVED_TYPE(
            "removed-type",
            true,
            "Columns and functions of the types abstime, reltime or tinterval",
            "Change the type: ALTER TABLE … ALTER COLUMN … TYPE timestamptz (interval for reltime)."),
    OPAQUE(
            "opaque",
            true,
            "Functions with the pseudo-type opaque",
            "Create them again with the type that they have: trigger, cstring, internal or language_handler."),
    UNKNOWN_COLUMN("unknown-column", true, "Columns of the type unknown", "ALTER TABLE … ALTER COLUMN … TYPE text."),
    SYSTEM_ROW(
            "system-row",
            false,
            "Columns whose type is the row of a table or view of the system, which may have other columns there",
            "Change them to a type of your own, or to jsonb."),
    CONVERSION(
            "conversion",
            true,
            "Conversions between encodings whose function returns nothing",
            "Drop them, and install a version of their library for the target's server."),
    FACTORIAL(
            "factorial",
            false,
            "Views that seem to use the operator ! behind a number",
            "Use the function factorial(…) instead."),
    REMOVED_NAME(
            "removed-name",
            false,
            "Views that seem to use functions or columns of the system that are gone",
            "Change or drop these views; the release notes of the version name what took their place.");

    private final String word;
    private final boolean isCertain;
    private final String what;
    private final String remedy;

    VersionRule(String word, boolean isCertain, String what, String remedy) {
        this.word = word;
        this.isCertain = isCertain;
        this.what = what;
        this.remedy = remedy;
    }

    static VersionRule of(String word) {
        return Arrays.stream(values())
                .filter(rule -> rule.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no rule " + word));
    }

    boolean isCertain() {
        return isCertain;
    }

    String what() {
        return what;
    }

    String remedy() {
        return remedy;
    }
}
