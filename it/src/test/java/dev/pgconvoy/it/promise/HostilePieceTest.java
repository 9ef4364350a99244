package dev.pgconvoy.it.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.promise.HostilePiece.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostilePieceTest {

    @Test
    void a_piece_has_steps_in_the_order_of_its_places() {
        // given
        var text = """
                -- What the file is about.

                -- piece: granted
                -- encoding: LATIN1
                -- closes:
                -- at target:
                CREATE ROLE :role
                -- in database:
                CREATE TABLE t (id int);
                GRANT SELECT ON t TO :role;

                -- piece: bare
                -- options: "overwriteDbsInTarget": true
                """;

        // when
        var pieces = HostilePiece.parse(text);

        // then
        assertThat(pieces).extracting(HostilePiece::name).containsExactly("granted", "bare");
        var granted = pieces.getFirst();
        assertThat(granted.encoding()).contains("LATIN1");
        assertThat(granted.closes()).isTrue();
        assertThat(granted.steps().keySet()).containsExactly(Place.TARGET_SERVER, Place.DATABASE);
        assertThat(granted.steps())
                .containsEntry(Place.DATABASE, "CREATE TABLE t (id int);\nGRANT SELECT ON t TO :role;");
        assertThat(pieces.getLast().options()).isEqualTo(Optional.of("\"overwriteDbsInTarget\": true"));
        assertThat(pieces.getLast().steps()).isEmpty();
        assertThat(pieces.getLast().closes()).isFalse();
    }

    @Test
    void each_has_a_name_of_its_own_and_says_something() throws IOException {
        var pieces = HostilePiece.all();

        assertThat(pieces).hasSizeGreaterThan(100);
        assertThat(pieces).extracting(HostilePiece::name).doesNotHaveDuplicates();
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(List.of(
                                !piece.steps().isEmpty(),
                                piece.options().isPresent(),
                                piece.encoding().isPresent()))
                        .as(piece.name())
                        .contains(true));
    }
}
