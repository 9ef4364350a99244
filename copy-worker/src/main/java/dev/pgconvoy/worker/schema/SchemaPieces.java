package dev.pgconvoy.worker.schema;

import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The table of contents by what may run when. The order within each piece is pg_dump's.
///
/// @param preData everything that rows need: types, functions, tables, views, sequences, defaults
/// @param builds indexes, constraints and extended statistics, foreign keys apart
/// @param foreignKeys wait for the rows and keys of both tables
/// @param rest triggers, rules, policies, publications, comments on the ones before
/// @param grants privileges; one that names a missing role is reported, not fatal
/// @param eventTriggers last of all, because they fire on DDL
/// @param database settings, comment, grants and limits of the database itself: at the end, so that they do not meet us
public record SchemaPieces(
        List<TocEntry> preData,
        List<TocEntry> builds,
        List<TocEntry> foreignKeys,
        List<TocEntry> rest,
        List<TocEntry> grants,
        List<TocEntry> eventTriggers,
        List<TocEntry> database) {

    private static final Set<String> SKIPPED = Set.of("ENCODING", "STDSTRINGS", "SEARCHPATH", "DATABASE");
    private static final Set<String> BUILDS = Set.of("INDEX", "CONSTRAINT", "INDEX ATTACH", "STATISTICS");
    private static final Set<String> GRANTS = Set.of("ACL", "DEFAULT ACL");

    public static SchemaPieces of(List<TocEntry> entries) {
        var pieces = new SchemaPieces(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        var later = new HashSet<Integer>();
        var last = new HashSet<Integer>();
        for (var entry : entries) {
            pieces.sort(entry, later, last);
        }
        return pieces;
    }

    SchemaPieces withBuilds(List<TocEntry> others) {
        return new SchemaPieces(preData, others, foreignKeys, rest, grants, eventTriggers, database);
    }

    private void sort(TocEntry entry, Set<Integer> later, Set<Integer> last) {
        if (SKIPPED.contains(entry.kind())) {
            return;
        }
        if (entry.isOfDatabase()) {
            database.add(entry);
        } else if (GRANTS.contains(entry.kind())) {
            grants.add(entry);
        } else if (entry.kind().equals("EVENT TRIGGER")
                || entry.dependencies().stream().anyMatch(last::contains)) {
            last.add(entry.dumpId());
            eventTriggers.add(entry);
        } else if (entry.section() == Section.POST_DATA
                || entry.section() == Section.NONE
                        && entry.dependencies().stream().anyMatch(later::contains)) {
            later.add(entry.dumpId());
            postData(entry);
        } else {
            preData.add(entry);
        }
    }

    private void postData(TocEntry entry) {
        if (entry.kind().equals("FK CONSTRAINT")) {
            foreignKeys.add(entry);
        } else if (BUILDS.contains(entry.kind())) {
            builds.add(entry);
        } else {
            rest.add(entry);
        }
    }
}
