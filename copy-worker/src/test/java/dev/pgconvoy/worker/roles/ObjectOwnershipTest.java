package dev.pgconvoy.worker.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectOwnershipTest {

    private static final TocEntry PUBLIC = entry("SCHEMA", "", "public", "postgres");
    private static final TocEntry SALES = entry("SCHEMA", "", "sales", "app");
    private static final TocEntry ORDERS = entry("TABLE", "sales", "orders", "app");
    private static final TocEntry STOCK = entry("TABLE", "public", "stock", "app");
    private static final TocEntry AUDIT = entry("TABLE", "public", "audit", "auditor");
    private static final List<TocEntry> ALL = List.of(PUBLIC, SALES, ORDERS, STOCK, AUDIT);

    @Test
    void each_object_keeps_its_owner_where_the_target_lets_it() {
        var ownership = ObjectOwnership.of(
                ALL, List.of(new OwnerRole("app", true, true), new OwnerRole("auditor", false, false)));

        assertThat(ownership.test(ORDERS)).isTrue();
        assertThat(ownership.test(AUDIT)).isFalse();
        assertThat(ownership.notes())
                .extracting(Finding::object, Finding::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "role \"auditor\"",
                                "It owns 1 objects at the source and does not exist on the target; they belong to the migration user. They are: table public.audit."));
    }

    @Test
    void each_object_of_an_owner_that_is_not_kept_is_named() {
        var many = IntStream.range(0, 60)
                .mapToObj(i -> entry("TABLE", "sales", "t" + i, "app"))
                .toList();
        var database = entry("DATABASE", "", "shop", "app");

        var notes = ObjectOwnership.of(
                        Stream.concat(many.stream(), Stream.of(database)).toList(),
                        List.of(new OwnerRole("app", true, false)))
                .notes();

        assertThat(notes)
                .extracting(Finding::object)
                .containsOnly("role \"app\"")
                .hasSize(3);
        assertThat(notes.stream().map(Finding::message).collect(Collectors.joining()))
                .contains(many.stream().map(one -> "table " + one.object()).toList())
                .contains("database shop.");
    }

    @Test
    void the_public_schema_keeps_its_owner_or_loses_it_without_a_word() {
        assertThat(ObjectOwnership.owners(ALL)).containsExactly("postgres", "app", "auditor");
        assertThat(ObjectOwnership.of(ALL, List.of(new OwnerRole("postgres", true, true)))
                        .test(PUBLIC))
                .isTrue();
        assertThat(ObjectOwnership.of(ALL, List.of(new OwnerRole("postgres", true, false)))
                        .notes())
                .isEmpty();
    }

    @Test
    void grants_on_a_member_of_an_extension_are_nothing_that_is_owned() {
        var ofMember = entry("ACL", "public", "FUNCTION armor(bytea)", "postgres");

        assertThat(ObjectOwnership.of(List.of(ofMember), List.of(new OwnerRole("postgres", true, false)))
                        .notes())
                .isEmpty();
    }

    @Test
    void an_owner_needs_a_place_only_where_the_schema_is_not_its_own() {
        var ownership = ObjectOwnership.of(ALL, List.of(new OwnerRole("app", true, true)));

        assertThat(ownership.foreignSchemas(ALL)).containsExactly(new SchemaUse("public", "app"));
        assertThat(new SchemaUse("a\"b", "app").grant()).isEqualTo("GRANT CREATE ON SCHEMA \"a\"\"b\" TO \"app\"");
    }

    private static TocEntry entry(String kind, String namespace, String tag, String owner) {
        return new TocEntry(1, kind, tag, namespace, owner, "", Section.PRE_DATA, List.of());
    }
}
