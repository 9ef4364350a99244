package dev.pgconvoy.preflight.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Which databases move: the ones that were named, or all that belong to users.
///
/// @param all whether none was named
/// @param names the ones to move, as asked for; they need not exist
/// @param catalog what the source has
public record DatabaseSelection(boolean all, List<String> names, List<SourceDatabase> catalog) {

    public DatabaseSelection {
        names = List.copyOf(names);
        catalog = List.copyOf(catalog);
    }

    /// @param excluded what does not move in any case
    public static DatabaseSelection of(
            List<String> requested, Predicate<String> excluded, List<SourceDatabase> catalog) {
        var names = requested.isEmpty() ? usersOf(catalog) : requested;
        return new DatabaseSelection(
                requested.isEmpty(), names.stream().filter(excluded.negate()).toList(), catalog);
    }

    private static List<String> usersOf(List<SourceDatabase> catalog) {
        return catalog.stream()
                .filter(SourceDatabase::belongsToTheUser)
                .map(SourceDatabase::name)
                .toList();
    }

    public Optional<SourceDatabase> find(String name) {
        return catalog.stream().filter(database -> database.name().equals(name)).findFirst();
    }

    /// What stays behind although all were asked for; templates are no news.
    public Set<String> leftOut() {
        var leftOut = new TreeSet<String>();
        if (all) {
            catalog.stream()
                    .filter(database -> !database.template() && !names.contains(database.name()))
                    .map(SourceDatabase::name)
                    .forEach(leftOut::add);
        }
        return leftOut;
    }
}
