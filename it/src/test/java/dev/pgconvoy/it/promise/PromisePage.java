package dev.pgconvoy.it.promise;

import dev.pgconvoy.campaign.SeedRanges;
import dev.pgconvoy.it.promise.PromiseRecord.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The last section of `docs/findings.md`: how far a verdict was right. It is made of the records of the last campaign.
final class PromisePage {

    static final String HEADING = "## How far a verdict can be trusted";

    private static final String BEGIN = "(?m)^" + HEADING + "$";
    private static final List<String> VERDICTS = List.of("Succeeded", "Warning", "Failed");

    private PromisePage() {}

    /// @param page empty where nothing is to be written
    static void writeIfWanted(String page, List<PromiseRecord> records) throws IOException {
        if (!page.isBlank() && !records.isEmpty()) {
            var file = Path.of(page);
            var before = Files.readString(file).split(BEGIN)[0].stripTrailing();
            Files.writeString(file, before + "\n\n" + section(records));
        }
    }

    /// What a page says of the runs; empty where it says nothing.
    static String sectionOf(Path page) throws IOException {
        var parts = Files.readString(page).split("(?=" + BEGIN + ")");
        return parts.length == 1 ? "" : parts[1];
    }

    static String section(List<PromiseRecord> records) {
        var failed = records.stream().filter(record -> !record.passed()).toList();
        return """
                %s

                Measured: %d random databases (seeds %s), each of up to four of the families of objects that the end-to-end tests know and up to three of %d things that make a database hard to move
                (settings, roles, encodings, broken rows, objects), were checked with `checkData`, as a superuser or with few rights on either side. What passed was migrated, and both servers were compared
                row by row and object by object by a comparison that shares nothing with the engine. What was refused was migrated without the checks (`Migrate`). Commits: %s.

                | verdict | databases | right | the checks said that they could not look | exceptions |
                |---|---|---|---|---|
                %s
                %s

                Right is: after `Succeeded` or `Warning` the migration succeeds, and what differs is named by a finding or a note; after `Failed` the migration without the checks fails (%d), is refused
                by the checks that cannot be left out (%d), or loses something (%d).

                %s
                Errors that were found, with the number of databases: %s.
                Warnings: %s.
                """.formatted(
                HEADING,
                records.size(),
                SeedRanges.text(records.stream().map(PromiseRecord::seed).toList()),
                records.stream()
                        .flatMap(record -> record.pieces().stream())
                        .distinct()
                        .count(),
                counts(records.stream().map(PromiseRecord::code)),
                verdicts(records),
                row("all", records),
                count(failed, record -> record.state().equals("Failed")),
                count(failed, record -> record.state().equals("ValidationFailed")),
                count(failed, record -> record.state().equals("Succeeded") && record.promise() == Promise.JUSTIFIED),
                exceptions(records),
                counts(records.stream().flatMap(record -> record.errors().stream())),
                counts(records.stream().flatMap(record -> record.warnings().stream())));
    }

    /// A line for each verdict that there was, and for those that are always asked after.
    private static String verdicts(List<PromiseRecord> records) {
        return Stream.concat(VERDICTS.stream(), records.stream().map(PromiseRecord::verdict))
                .distinct()
                .map(verdict -> row(
                        "`%s`".formatted(verdict),
                        records.stream()
                                .filter(record -> record.verdict().equals(verdict))
                                .toList()))
                .collect(Collectors.joining("\n"));
    }

    private static String row(String verdict, List<PromiseRecord> records) {
        return "| %s | %d | %d | %d | %d |"
                .formatted(
                        verdict,
                        records.size(),
                        count(records, PromisePage::isRight),
                        count(records, record -> record.promise() == Promise.UNSEEN_AND_SAID),
                        count(records, PromiseRecord::isException));
    }

    private static boolean isRight(PromiseRecord record) {
        return record.promise() == Promise.KEPT || record.promise() == Promise.JUSTIFIED;
    }

    private static long count(List<PromiseRecord> records, Predicate<PromiseRecord> wanted) {
        return records.stream().filter(wanted).count();
    }

    private static String exceptions(List<PromiseRecord> records) {
        var exceptions =
                records.stream().filter(Predicate.not(PromisePage::isRight)).toList();
        if (exceptions.isEmpty()) {
            return "";
        }
        return """
                Each exception, and each that the checks had said that they could not look at (CONTRIBUTING.md has the command that repeats a seed):

                | seed | in it | verdict | what happened |
                |---|---|---|---|
                %s

                """.formatted(exceptions.stream().map(PromisePage::exception).collect(Collectors.joining("\n")));
    }

    private static String exception(PromiseRecord record) {
        return "| %d | %s | %s | %s |"
                .formatted(
                        record.seed(),
                        Stream.concat(record.pieces().stream(), record.families().stream())
                                .collect(Collectors.joining(", ")),
                        record.verdict()
                                + record.errors().stream()
                                        .map(code -> " `" + code + "`")
                                        .collect(Collectors.joining()),
                        cell(happened(record)));
    }

    private static String happened(PromiseRecord record) {
        return switch (record.promise()) {
            case NEEDLESS -> "refused, and without the checks everything arrives";
            case UNSEEN_AND_SAID -> "the checks said that they did not look at it: " + record.failure();
            case BROKEN, KEPT, JUSTIFIED ->
                record.failure().isEmpty()
                        ? "%s, and not named: %s".formatted(record.state().toLowerCase(Locale.ROOT), record.unnamed())
                        : record.failure();
        };
    }

    /// Whatever an error says, it stays one cell of a table.
    private static String cell(String text) {
        var line = text.replace("\n", " ").replace("|", "\\|").replace("<", "&lt;");
        return line.length() <= 300 ? line : line.substring(0, 300) + " …";
    }

    private static String counts(Stream<String> words) {
        return words
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> "`%s` %d".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
