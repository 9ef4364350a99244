package dev.pgconvoy.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MigrationIdTest {

    @Property
    void an_id_reads_back(@ForAll("parts") String server, @ForAll("parts") String name) {
        var id = new MigrationId(server, name);

        assertThat(MigrationId.parse(id.toString())).isEqualTo(id);
        assertThat(id).hasToString(server + "/" + name);
    }

    @Property
    void any_other_text_is_refused_without_repeating_it(@ForAll String text) {
        try {
            assertThat(MigrationId.parse(text)).hasToString(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage())
                    .matches("(the (target server|migration name) must be|a migration id is) .*");
        }
    }

    @Example
    void what_is_wrong_is_said() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationId.parse("a/b/c"))
                .withMessage("a migration id is <targetServer>/<migrationName>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationId.parse("-a/b"))
                .withMessageStartingWith("the target server must be 1 to 63");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationId.parse("a/" + "b".repeat(64)))
                .withMessageStartingWith("the migration name must be 1 to 63");
        assertThatIllegalArgumentException().isThrownBy(() -> MigrationId.parse("a/b\n"));
    }

    @Provide
    Arbitrary<String> parts() {
        var edge = Arbitraries.strings().alpha().numeric().ofLength(1);
        var rest = Arbitraries.strings().alpha().numeric().withChars("._-").ofMaxLength(62);
        return edge.flatMap(first -> rest.map(first::concat));
    }
}
