package dev.pgconvoy.launcher.fleet.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MadeDatabasesTest {

    private static final MigrationId REHEARSAL = new MigrationId("scratch", "weekend.shop.rehearsal-1");
    private static final String OURS = REHEARSAL.toString();

    private final PretendTarget target = new PretendTarget();

    /// A server of which only the list of databases and their ledgers exist.
    private static final class PretendTarget implements RehearsalTarget {

        private final Map<Long, String> names = new HashMap<>(Map.of(5L, "postgres"));
        private final Map<Long, String> ledgers = new HashMap<>();
        private final List<Long> asked = new ArrayList<>();
        private final List<Long> dropped = new ArrayList<>();
        private final Set<Long> busy = new HashSet<>();
        private boolean isGone;

        void has(long oid, String name, String... ledger) {
            names.put(oid, name);
            ledgers.remove(oid);
            List.of(ledger).forEach(owner -> ledgers.put(oid, owner));
        }

        @Override
        public Map<Long, String> databases() throws SQLException {
            if (isGone) {
                throw new SQLException("the server is gone");
            }
            return Map.copyOf(names);
        }

        @Override
        public Optional<String> ledgerOwner(long oid, String name) throws SQLException {
            asked.add(oid);
            if (busy.contains(oid)) {
                throw new SQLException("too many connections");
            }
            return Optional.ofNullable(ledgers.get(oid));
        }

        @Override
        public boolean isInUse() {
            return false;
        }

        @Override
        public void drop(long oid, String name) throws SQLException {
            if (busy.contains(oid)) {
                throw new SQLException("it is being accessed by other users");
            }
            dropped.add(oid);
            names.remove(oid);
        }

        @Override
        public void close() {}
    }

    private MadeDatabases made() throws SQLException {
        return MadeDatabases.from(target, REHEARSAL);
    }

    @Test
    void what_had_the_ledger_is_dropped_when_the_copy_is_complete_and_has_none_any_more() throws SQLException {
        // given
        var made = made();
        target.has(20, "shop", OURS);
        made.look();
        target.has(20, "shop");

        // when
        var removal = made.drop(List.of("shop"));

        // then
        assertThat(removal.dropped()).containsExactly("shop");
        assertThat(removal.left()).isEmpty();
        assertThat(target.dropped).containsExactly(20L);
    }

    @Test
    void what_a_failed_rehearsal_left_still_has_its_ledger() throws SQLException {
        var made = made();
        target.has(20, "shop", OURS);

        assertThat(made.drop(List.of("shop")).dropped()).containsExactly("shop");
    }

    @Test
    void what_was_there_before_is_never_dropped_whatever_the_migration_says() throws SQLException {
        target.has(20, "shop", OURS);
        var made = made();
        made.look();

        var removal = made.drop(List.of("shop", "postgres"));

        assertThat(removal.dropped()).isEmpty();
        assertThat(removal.left()).isEmpty();
        assertThat(target.asked).isEmpty();
    }

    @Test
    void a_database_that_somebody_else_made_meanwhile_stays() throws SQLException {
        var made = made();
        target.has(20, "shop");
        target.has(21, "crm", "new/another-migration");
        made.look();
        made.look();

        var removal = made.drop(List.of("shop"));

        assertThat(removal.dropped()).isEmpty();
        assertThat(removal.left())
                .containsExactly(new LeftDatabase("shop", "the ledger of this rehearsal was not seen in it"));
        assertThat(target.asked).as("each is asked once").containsExactlyInAnyOrder(20L, 21L);
    }

    @Test
    void another_database_under_the_same_name_stays() throws SQLException {
        // given
        var made = made();
        target.has(20, "shop", OURS);
        made.look();
        target.names.remove(20L);
        target.has(30, "shop");

        // when
        var removal = made.drop(List.of("shop"));

        // then
        assertThat(removal.dropped()).isEmpty();
        assertThat(target.dropped).isEmpty();
    }

    @Test
    void one_that_was_renamed_stays_and_is_told() throws SQLException {
        var made = made();
        target.has(20, "shop", OURS);
        made.look();
        target.has(20, "shop_kept");

        var removal = made.drop(List.of("shop"));

        assertThat(target.dropped).isEmpty();
        assertThat(removal.left())
                .containsExactly(new LeftDatabase("shop_kept", "somebody has renamed it; it was \"shop\""));
    }

    @Test
    void a_copy_that_begins_anew_is_another_database_and_is_dropped() throws SQLException {
        // given
        var made = made();
        target.has(20, "shop", OURS);
        made.look();
        target.names.remove(20L);
        target.has(30, "shop", OURS);
        made.look();

        // when
        var removal = made.drop(List.of("shop"));

        // then
        assertThat(removal.dropped()).containsExactly("shop");
        assertThat(target.dropped).containsExactly(30L);
    }

    @Test
    void a_database_that_is_being_built_is_left_alone_until_it_has_its_name() throws SQLException {
        // given
        var made = made();
        target.has(20, "pgconvoy_building_1a2b_3c4d_1", OURS);

        // when
        made.look();

        // then
        assertThat(target.asked).isEmpty();
        target.has(20, "shop", OURS);
        made.look();
        assertThat(made.drop(List.of("shop")).dropped()).containsExactly("shop");
    }

    @Test
    void who_could_not_be_asked_is_asked_again() throws SQLException {
        // given
        var made = made();
        target.has(20, "shop", OURS);
        target.busy.add(20L);
        target.isGone = true;
        made.look();
        target.isGone = false;
        made.look();

        // when
        target.busy.clear();
        made.look();

        // then
        assertThat(made.drop(List.of("shop")).dropped()).containsExactly("shop");
    }

    @Test
    void one_that_cannot_be_dropped_is_told_with_the_reason() throws SQLException {
        var made = made();
        target.has(20, "shop", OURS);
        target.has(21, "shop_log", OURS);
        made.look();
        target.busy.add(20L);

        var removal = made.drop(List.of("shop", "shop_log"));

        assertThat(removal.dropped()).containsExactly("shop_log");
        assertThat(removal.left()).containsExactly(new LeftDatabase("shop", "it is being accessed by other users"));
    }

    @Test
    void a_target_that_is_gone_at_the_end_keeps_all_of_them() throws SQLException {
        var made = made();
        target.has(20, "shop", OURS);
        made.look();
        target.isGone = true;

        var removal = made.drop(List.of("shop"));

        assertThat(removal.dropped()).isEmpty();
        assertThat(removal.left()).containsExactly(new LeftDatabase("shop", "the server is gone"));
    }
}
