package dev.pgconvoy.worker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypesTest {

    private static final long INT4 = 23;
    private static final long TEXT = 25;

    private final List<TypeFacts> types = Stream.of(
                    base(INT4, "int4", true, 0),
                    base(TEXT, "text", true, 0),
                    base(1007, "_int4", true, INT4),
                    base(1033, "aclitem", false, 0),
                    base(2205, "regclass", true, 0),
                    base(2210, "_regclass", true, 2205),
                    base(20_001, "hstore", true, 0),
                    new TypeFacts(20_002, "mood", "e", true, 0, 0, 0, List.of()),
                    base(20_003, "_mood", true, 20_002),
                    new TypeFacts(20_004, "email", "d", true, 0, TEXT, 0, List.of()),
                    new TypeFacts(20_005, "odd", "d", true, 0, 1033, 0, List.of()),
                    new TypeFacts(20_006, "span", "r", true, 0, 0, INT4, List.of()),
                    new TypeFacts(20_007, "pair", "c", true, 0, 0, 0, List.of(INT4, TEXT)),
                    new TypeFacts(20_008, "moody_pair", "c", true, 0, 0, 0, List.of(INT4, 20_002L)))
            .toList();

    @ParameterizedTest
    @CsvSource({
        "int4, true", "_int4, true", "mood, true", "email, true", "span, true", "pair, true",
        "aclitem, false", "regclass, false", "_regclass, false", "hstore, false", "_mood, false", "odd, false",
        "moody_pair, false",
    })
    void a_type_is_copied_in_binary_when_its_form_means_the_same_elsewhere(String name, boolean portable) {
        assertThat(new ColumnTypes(types).hasPortableBinary(oid(name))).isEqualTo(portable);
    }

    @ParameterizedTest
    @CsvSource({
        "int4, true",
        "_int4, false",
        "email, true",
        "mood, false",
        "_mood, false",
        "hstore, false",
        "span, false"
    })
    void a_value_is_hashed_as_it_is_when_every_server_hashes_it_alike(String name, boolean hashed) {
        assertThat(new ColumnTypes(types).isHashed(oid(name))).isEqualTo(hashed);
    }

    @ParameterizedTest
    @CsvSource({
        "aclitem, true", "regclass, true", "_regclass, true", "odd, true", "email, true",
        "mood, false", "_mood, false", "span, false", "pair, false", "hstore, false",
    })
    void only_built_in_types_are_cast_to_text(String name, boolean cast) {
        assertThat(new ColumnTypes(types).hasSystemCast(oid(name))).isEqualTo(cast);
    }

    private long oid(String name) {
        return types.stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow()
                .oid();
    }

    private static TypeFacts base(long oid, String name, boolean hasBinary, long element) {
        return new TypeFacts(oid, name, "b", hasBinary, element, 0, 0, List.of());
    }
}
