package dev.pgconvoy.worker.roles;

import static java.util.stream.Collectors.groupingBy;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who owns what after the restore. An object whose owner the target lacks, or does not let us act for, belongs to the
/// target's user; the others keep their owners.
public final class ObjectOwnership implements Predicate<TocEntry> {

    /// What is a part of an object, or says something about it: the object has an entry of its own unless it belongs to
    /// an extension.
    private static final Set<String> ABOUT_OTHERS = Set.of(
            "ACL",
            "CHECK CONSTRAINT",
            "COMMENT",
            "CONSTRAINT",
            "DATABASE PROPERTIES",
            "DEFAULT",
            "DEFAULT ACL",
            "FK CONSTRAINT",
            "INDEX",
            "INDEX ATTACH",
            "POLICY",
            "PUBLICATION TABLE",
            "PUBLICATION TABLES IN SCHEMA",
            "ROW SECURITY",
            "RULE",
            "SECURITY LABEL",
            "SEQUENCE OWNED BY",
            "TABLE ATTACH",
            "TRIGGER",
            "USER MAPPING");

    /// As many names as a message has room for.
    private static final int NAMED_IN_A_NOTE = 25;

    private final Set<String> usable;
    private final List<Finding> notes;

    private ObjectOwnership(Set<String> usable, List<Finding> notes) {
        this.usable = usable;
        this.notes = notes;
    }

    /// Everything belongs to the target's user.
    public static ObjectOwnership ofNobody() {
        return new ObjectOwnership(Set.of(), List.of());
    }

    public static ObjectOwnership of(Collection<TocEntry> entries, Collection<OwnerRole> roles) {
        var usable =
                roles.stream().filter(OwnerRole::usable).map(OwnerRole::name).collect(Collectors.toSet());
        var objects = owned(entries)
                .filter(entry -> !ABOUT_OTHERS.contains(entry.kind()) && !isPublicSchema(entry))
                .collect(groupingBy(TocEntry::owner));
        var notes = roles.stream()
                .filter(role -> !role.usable())
                .flatMap(role -> notes(role, objects.getOrDefault(role.name(), List.of())))
                .toList();
        return new ObjectOwnership(usable, notes);
    }

    /// The roles that own something in an archive.
    public static SequencedSet<String> owners(Collection<TocEntry> entries) {
        return owned(entries).map(TocEntry::owner).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<TocEntry> owned(Collection<TocEntry> entries) {
        return entries.stream().filter(entry -> !entry.owner().isEmpty());
    }

    /// Before 15 it belongs to the bootstrap superuser. It keeps its owner where that is possible; that it does not is
    /// not worth a word.
    private static boolean isPublicSchema(TocEntry entry) {
        return entry.kind().equals("SCHEMA") && entry.tag().equals("public");
    }

    /// Together they name each object.
    private static Stream<Finding> notes(OwnerRole role, List<TocEntry> objects) {
        var notes = Stream.<Finding>builder();
        for (var from = 0; from < objects.size(); from += NAMED_IN_A_NOTE) {
            var named = objects.subList(from, Math.min(objects.size(), from + NAMED_IN_A_NOTE));
            notes.add(note(role, objects.size(), named));
        }
        return notes.build();
    }

    private static Finding note(OwnerRole role, int objects, List<TocEntry> named) {
        return Finding.warning(
                "owners",
                FindingCode.OWNER_NOT_RESTORED,
                "role \"%s\"".formatted(role.name()),
                "It owns %d objects at the source and %s; they belong to the migration user. %s: %s."
                        .formatted(
                                objects,
                                role.there()
                                        ? "the target's user is not a member of it"
                                        : "does not exist on the target",
                                named.size() == objects ? "They are" : "Some of them",
                                named.stream().map(ObjectOwnership::described).collect(Collectors.joining(", "))),
                "Migrate the roles, too (migrateRoles, --roles), or create the role, make the target's user a member, and reassign the objects (ALTER … OWNER TO).");
    }

    private static String described(TocEntry entry) {
        return "%s %s".formatted(entry.kind().toLowerCase(Locale.ROOT), entry.object());
    }

    public List<Finding> notes() {
        return notes;
    }

    /// Whether an entry keeps its owner.
    @Override
    public boolean test(TocEntry entry) {
        return includes(entry.owner());
    }

    /// Whether the role keeps what it owns.
    public boolean includes(String role) {
        return usable.contains(role);
    }

    /// Who needs to create where, in order to own something there. Only superusers get around that.
    public List<SchemaUse> foreignSchemas(Collection<TocEntry> entries) {
        var ownerOf = entries.stream()
                .filter(entry -> entry.kind().equals("SCHEMA") && test(entry))
                .collect(Collectors.toMap(TocEntry::tag, TocEntry::owner, (first, _) -> first));
        return entries.stream()
                .filter(entry -> !entry.namespace().isEmpty() && test(entry))
                .filter(entry -> !entry.owner().equals(ownerOf.get(entry.namespace())))
                .map(entry -> new SchemaUse(entry.namespace(), entry.owner()))
                .distinct()
                .toList();
    }
}
