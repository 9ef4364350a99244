package dev.pgconvoy.submitter.model;

import static dev.pgconvoy.submitter.Migrations.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.MigrationId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever facts come, in whatever order.
class AdmissionPropertiesTest {

    @Provide
    Arbitrary<List<AdmissionFact>> facts() {
        var names = Arbitraries.of("a", "b", "c", "d", "e", "f");
        var seconds = Arbitraries.integers().between(0, 5).map(NOON::plusSeconds);
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(
                                4, Combinators.combine(names, seconds).as(Drama::validated)),
                        net.jqwik.api.Tuple.of(1, names.map(Drama::checkedOnly)),
                        net.jqwik.api.Tuple.of(
                                2, Combinators.combine(names, seconds).as(Drama::cancelled)),
                        net.jqwik.api.Tuple.of(2, names.map(Drama::ended)),
                        net.jqwik.api.Tuple.of(
                                1,
                                Combinators.combine(names, Arbitraries.longs().between(1, 9))
                                        .as(Drama::stalled)))
                .list()
                .ofMaxSize(40);
    }

    @Property
    void never_are_two_active_on_one_target(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = Drama.begin();
        var holder = Optional.<MigrationId>empty();
        for (var fact : facts) {
            if (fact instanceof AdmissionFact.Ended(var id, var _) && holder.equals(Optional.of(id))) {
                holder = Optional.empty();
            }
            drama = drama.then(fact);
            for (var order : drama.orders()) {
                if (order instanceof Order.Submit(var work, var attempt)) {
                    assertThat(holder).isEqualTo(attempt == 1 ? Optional.empty() : Optional.of(work.id()));
                    holder = Optional.of(work.id());
                }
            }
        }
    }

    @Property
    void nobody_is_submitted_as_new_twice(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = Drama.begin();
        var submitted = new ArrayList<MigrationId>();
        for (var fact : facts) {
            drama = drama.then(fact);
            submitted.addAll(firstAttempts(drama));
        }

        assertThat(submitted).doesNotHaveDuplicates();
    }

    @Property
    void nobody_is_forgotten(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = Drama.begin();
        var wanted = new HashSet<MigrationId>();
        var settled = new HashSet<MigrationId>();
        for (var fact : facts) {
            if (fact instanceof AdmissionFact.Validated(var request, var toBeMoved, var _, var _)) {
                (toBeMoved ? wanted : settled).add(request.id());
            }
            if (fact instanceof AdmissionFact.Ended(var id, var _)) {
                settled.add(id);
            }
            drama = drama.then(fact);
            settle(drama, settled);
        }
        while (drama.queue().active().isPresent()) {
            drama = drama.then(
                    new AdmissionFact.Ended(drama.queue().active().get().work().id(), Optional.of(Drama.HASH)));
            settle(drama, settled);
        }

        assertThat(settled).containsAll(wanted);
        assertThat(drama.queue().waiting()).isEmpty();
    }

    @Property
    void a_duplicate_changes_nothing(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = Drama.begin();
        for (var fact : facts) {
            drama = drama.then(fact);

            var again = drama.then(fact);

            assertThat(again.queue()).isSameAs(drama.queue());
            assertThat(again.orders()).isEmpty();
        }
    }

    @Property
    void the_queue_stays_within_its_limit(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = Drama.begin();
        for (var fact : facts) {
            drama = drama.then(fact);

            assertThat(drama.queue().waiting()).hasSizeLessThanOrEqualTo(Drama.QUEUE_LIMIT);
        }
    }

    private static void settle(Drama drama, HashSet<MigrationId> settled) {
        drama.orders()
                .forEach(order -> settled.add(
                        switch (order) {
                            case Order.Submit(var work, var _) -> work.id();
                            case Order.ConfirmStopped(var id, var _, var _) -> id;
                            case Order.Refuse(var id, var _, var _, var _) -> id;
                            case Order.PutAside(var id, var _) -> id;
                        }));
    }

    private static List<MigrationId> firstAttempts(Drama drama) {
        return drama.orders().stream()
                .filter(order -> order instanceof Order.Submit(var _, var attempt) && attempt == 1)
                .map(order -> ((Order.Submit) order).work().id())
                .toList();
    }
}
