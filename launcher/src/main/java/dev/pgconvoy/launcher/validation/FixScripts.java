package dev.pgconvoy.launcher.validation;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.RemedyScript;
import dev.pgconvoy.failure.RemedyScript.Place;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.text.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The remedies of all findings as three scripts: SQL for the source, SQL for the target, and commands of `az`.
/// Nobody runs them but a person. What cannot be written as statements is a comment in the script of the server that it
/// is about. Names of objects may hold anything: a comment is always one line, and a database is named as psql's
/// `\connect` takes any name.
public final class FixScripts {

    /// The end of a line of each script, by which it is known as ours.
    static final String MARK_OF_OURS = "pgconvoy does not run them.";

    private static final String SEPARATOR = "";

    private final MigrationStatus status;
    private final Map<Place, List<Finding>> findings;

    private FixScripts(MigrationStatus status) {
        this.status = status;
        this.findings = status.findings().stream()
                .distinct()
                .filter(finding -> FindingGroup.isAdvice(finding.remedy()))
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .collect(groupingBy(RemedyPlace::of, toList()));
    }

    public static Map<Place, String> of(MigrationStatus status) {
        var scripts = new FixScripts(status);
        return Map.of(
                Place.SOURCE,
                scripts.sql(Place.SOURCE, status.request().source()),
                Place.TARGET,
                scripts.sql(Place.TARGET, status.request().target()),
                Place.AZURE,
                scripts.az());
    }

    private String sql(Place place, ServerEndpoint server) {
        var lines = new ArrayList<String>();
        lines.add(comment("--", "Remedies for the %s %s.".formatted(RemedyPlace.word(place), server.address())));
        lines.addAll(preface("--"));
        lines.add(comment(
                "--",
                "Then, as a user who may do it: psql -X --host %s --port %d --dbname %s --file THIS_FILE"
                        .formatted(server.host(), server.port(), server.maintenanceDatabase())));
        lines.add("\\set ON_ERROR_STOP on");
        byHand("--", place, lines);
        byDatabase(place).forEach((database, scripted) -> {
            lines.add(SEPARATOR);
            if (isOutOfReachOfPsql(database)) {
                lines.add(comment(
                        "--",
                        "psql cannot name a database whose name has a line break. Connect to it by other means, and run there what follows: "
                                + database.orElseThrow()));
                session(place, scripted).stream()
                        .flatMap(String::lines)
                        .map(line -> line.startsWith("--") ? line : comment("--", line))
                        .forEach(lines::add);
            } else {
                database.ifPresent(name -> lines.add(connect(name)));
                lines.addAll(session(place, scripted));
            }
        });
        return text(lines);
    }

    /// What is run in one database.
    private static List<String> session(Place place, List<Finding> scripted) {
        var lines = new ArrayList<String>();
        if (place == Place.TARGET) {
            lines.add("SET default_transaction_read_only = off;");
        }
        statements("--", scripted, lines);
        return lines;
    }

    private String az() {
        var lines = new ArrayList<String>();
        lines.add("#!/bin/sh");
        lines.add(comment("#", "Remedies in Azure."));
        lines.addAll(preface("#"));
        lines.add("set -eu");
        byHand("#", Place.AZURE, lines);
        lines.add(SEPARATOR);
        statements("#", scripted(Place.AZURE), lines);
        return text(lines);
    }

    private List<String> preface(String mark) {
        return List.of(
                comment(
                        mark,
                        "The checks of %s proposed them at %s. %s"
                                .formatted(status.id(), status.changedAt(), MARK_OF_OURS)),
                comment(mark, "Read each one, and delete what you do not want."));
    }

    /// What is no statement.
    private void byHand(String mark, Place place, List<String> lines) {
        var told = all(place).stream()
                .filter(finding -> finding.script().isEmpty())
                .toList();
        if (told.isEmpty()) {
            return;
        }
        lines.add(SEPARATOR);
        lines.add(comment(mark, "To be decided or done by hand:"));
        told.forEach(finding -> lines.addAll(comments(mark, finding)));
    }

    /// Those for any database first, in the server's maintenance database. Those that psql cannot run come last.
    private Map<Optional<String>, List<Finding>> byDatabase(Place place) {
        return scripted(place).stream()
                .sorted(Comparator.<Finding, Boolean>comparing(
                                finding -> script(finding).database().isPresent())
                        .thenComparing(
                                finding -> isOutOfReachOfPsql(script(finding).database())))
                .collect(groupingBy(finding -> script(finding).database(), LinkedHashMap::new, toList()));
    }

    /// Each statement once, after all findings that ask for it.
    private static void statements(String mark, List<Finding> scripted, List<String> lines) {
        scripted.stream()
                .collect(groupingBy(finding -> script(finding).text(), LinkedHashMap::new, toList()))
                .forEach((text, asking) -> {
                    asking.forEach(finding -> lines.addAll(comments(mark, finding)));
                    lines.add(text);
                    lines.add(SEPARATOR);
                });
    }

    private static List<String> comments(String mark, Finding finding) {
        return List.of(
                comment(
                        mark,
                        "%s %s, %s: %s"
                                .formatted(
                                        FindingGroup.word(finding.severity()),
                                        finding.code(),
                                        finding.object(),
                                        finding.message())),
                comment(mark, "  -> " + finding.remedy()));
    }

    private List<Finding> all(Place place) {
        return findings.getOrDefault(place, List.of());
    }

    private List<Finding> scripted(Place place) {
        return all(place).stream()
                .filter(finding -> finding.script().isPresent())
                .toList();
    }

    private static RemedyScript script(Finding finding) {
        return finding.script().orElseThrow();
    }

    /// Always one line, whatever a name holds.
    private static String comment(String mark, String text) {
        return mark + " " + PrintableText.of(text);
    }

    /// A line break ends a command of psql.
    private static boolean isOutOfReachOfPsql(Optional<String> database) {
        return database.filter(name -> name.contains("\n") || name.contains("\r"))
                .isPresent();
    }

    /// As a connection string, because a plain name could be taken for one.
    private static String connect(String database) {
        var value = database.replace("\\", "\\\\").replace("'", "\\'");
        return "\\connect -reuse-previous=on \"dbname='%s'\"".formatted(value.replace("\"", "\"\""));
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines).stripTrailing() + "\n";
    }
}
