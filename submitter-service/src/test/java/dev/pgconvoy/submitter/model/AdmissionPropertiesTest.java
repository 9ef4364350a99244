package dev.pgconvoy.submitter.model;

import static dev.pgconvoy.submitter.SampleMigrations.NOON;
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
                                4, Combinators.combine(names, seconds).as(AdmissionScript::validated)),
                        net.jqwik.api.Tuple.of(1, names.map(AdmissionScript::checkedOnly)),
                        net.jqwik.api.Tuple.of(
                                2, Combinators.combine(names, seconds).as(AdmissionScript::cancelled)),
                        net.jqwik.api.Tuple.of(2, names.map(AdmissionScript::ended)),
                        net.jqwik.api.Tuple.of(
                                1,
                                Combinators.combine(names, Arbitraries.longs().between(1, 9))
                                        .as(AdmissionScript::stalled)))
                .list()
                .ofMaxSize(40);
    }

    @Property
    void never_are_two_active_on_one_target(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = AdmissionScript.begin();
        var holder = Optional.<MigrationId>empty();
        for (var fact : facts) {
            if (fact instanceof AdmissionFact.Ended(var id, var _) && holder.equals(Optional.of(id))) {
                holder = Optional.empty();
            }
            drama = drama.then(fact);
            for (var order : drama.orders()) {
                if (order instanceof AdmissionOrder.Submit(var work, var attempt)) {
                    assertThat(holder).isEqualTo(attempt == 1 ? Optional.empty() : Optional.of(work.id()));
                    holder = Optional.of(work.id());
                }
            }
        }
    }

    @Property
    void nobody_is_submitted_as_new_twice(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = AdmissionScript.begin();
        var submitted = new ArrayList<MigrationId>();
        for (var fact : facts) {
            drama = drama.then(fact);
            submitted.addAll(firstAttempts(drama));
        }

        assertThat(submitted).doesNotHaveDuplicates();
    }

    @Property
    void nobody_is_forgotten(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = AdmissionScript.begin();
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
            drama = drama.then(new AdmissionFact.Ended(
                    drama.queue().active().get().work().id(), Optional.of(AdmissionScript.HASH)));
            settle(drama, settled);
        }

        assertThat(settled).containsAll(wanted);
        assertThat(drama.queue().waiting()).isEmpty();
    }

    @Property
    void a_duplicate_changes_nothing(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = AdmissionScript.begin();
        for (var fact : facts) {
            drama = drama.then(fact);

            var again = drama.then(fact);

            assertThat(again.queue()).isSameAs(drama.queue());
            assertThat(again.orders()).isEmpty();
        }
    }

    @Property
    void the_queue_stays_within_its_limit(@ForAll("facts") List<AdmissionFact> facts) {
        var drama = AdmissionScript.begin();
        for (var fact : facts) {
            drama = drama.then(fact);

            assertThat(drama.queue().waiting()).hasSizeLessThanOrEqualTo(AdmissionScript.QUEUE_LIMIT);
        }
    }

    private static void settle(AdmissionScript drama, HashSet<MigrationId> settled) {
        drama.orders()
                .forEach(order -> settled.add(
                        switch (order) {
                            case AdmissionOrder.Submit(var work, var _) -> work.id();
                            case AdmissionOrder.ConfirmStopped(var id, var _, var _) -> id;
                            case AdmissionOrder.Refuse(var id, var _, var _, var _) -> id;
                            case AdmissionOrder.PutAside(var id, var _) -> id;
                        }));
    }

    private static List<MigrationId> firstAttempts(AdmissionScript drama) {
        return drama.orders().stream()
                .filter(order -> order instanceof AdmissionOrder.Submit(var _, var attempt) && attempt == 1)
                .map(order -> ((AdmissionOrder.Submit) order).work().id())
                .toList();
    }
}
