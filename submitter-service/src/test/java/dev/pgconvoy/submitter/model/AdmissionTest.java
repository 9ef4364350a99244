package dev.pgconvoy.submitter.model;

import static dev.pgconvoy.submitter.SampleMigrations.NOON;
import static dev.pgconvoy.submitter.SampleMigrations.ONE;
import static dev.pgconvoy.submitter.SampleMigrations.TWO;
import static dev.pgconvoy.submitter.SampleMigrations.id;
import static dev.pgconvoy.submitter.SampleMigrations.request;
import static dev.pgconvoy.submitter.model.AdmissionScript.begin;
import static dev.pgconvoy.submitter.model.AdmissionScript.cancelled;
import static dev.pgconvoy.submitter.model.AdmissionScript.checkedOnly;
import static dev.pgconvoy.submitter.model.AdmissionScript.ended;
import static dev.pgconvoy.submitter.model.AdmissionScript.endedOtherwise;
import static dev.pgconvoy.submitter.model.AdmissionScript.stalled;
import static dev.pgconvoy.submitter.model.AdmissionScript.stalledOtherwise;
import static dev.pgconvoy.submitter.model.AdmissionScript.validated;
import static dev.pgconvoy.submitter.model.AdmissionScript.validatedOtherwise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.submitter.model.AdmissionFact.Validated;
import dev.pgconvoy.submitter.model.AdmissionOrder.ConfirmStopped;
import dev.pgconvoy.submitter.model.AdmissionOrder.Refuse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {

    static Stream<Arguments> dramas() {
        return Stream.of(
                row("the first gets the server", List.of(), validated("a"), "submit a 1"),
                row("the second waits", List.of(validated("a")), validated("b")),
                row(
                        "its turn comes when the first has ended",
                        List.of(validated("a"), validated("b")),
                        ended("a"),
                        "submit b 1"),
                row(
                        "first come, first served",
                        List.of(validated("a"), validated("b"), validated("c"), ended("a")),
                        ended("b"),
                        "submit c 1"),
                row("nobody waits: the server is free", List.of(validated("a")), ended("a")),
                row("and the next gets it at once", List.of(validated("a"), ended("a")), validated("b"), "submit b 1"),
                row("a failed or mere check is not submitted", List.of(), checkedOnly("a")),
                row("also not when it is said twice, differently", List.of(checkedOnly("a")), validated("a")),
                row(
                        "a full queue refuses",
                        List.of(validated("a"), validated("b"), validated("c"), validated("d")),
                        validated("e"),
                        "refuse e"),
                row(
                        "a refused one stays refused",
                        List.of(
                                validated("a"),
                                validated("b"),
                                validated("c"),
                                validated("d"),
                                validated("e"),
                                ended("a")),
                        validated("e")),
                row("one that ended is not submitted again", List.of(validated("a"), ended("a")), validated("a")),
                row("the end may come ahead of the validation", List.of(ended("a")), validated("a")),
                row(
                        "the end of a waiting one takes it out",
                        List.of(validated("a"), validated("b"), ended("b")),
                        ended("a")),
                row("an active one is cancelled by its conductor", List.of(validated("a")), cancelled("a", ONE)),
                row(
                        "and keeps the server until it has ended",
                        List.of(validated("a"), cancelled("a", ONE)),
                        validated("b")),
                row(
                        "a waiting one has stopped",
                        List.of(validated("a"), validated("b")),
                        cancelled("b", ONE),
                        "stopped b"),
                row(
                        "and its turn never comes",
                        List.of(validated("a"), validated("b"), cancelled("b", ONE)),
                        ended("a")),
                row("an unknown one has stopped", List.of(), cancelled("a", ONE), "stopped a"),
                row(
                        "and is not submitted if it was asked for before",
                        List.of(cancelled("a", ONE)),
                        validated("a", NOON),
                        "stopped a"),
                row("nor at the same moment", List.of(cancelled("a", ONE)), validated("a", ONE), "stopped a"),
                row("nor later on", List.of(cancelled("a", ONE), validated("a", NOON)), validated("a", NOON)),
                row(
                        "a request made afterwards is a new wish",
                        List.of(cancelled("a", ONE)),
                        validated("a", TWO),
                        "submit a 1"),
                row("the same cancellation again changes nothing", List.of(cancelled("a", ONE)), cancelled("a", ONE)),
                row("a later one is answered again", List.of(cancelled("a", ONE)), cancelled("a", TWO), "stopped a"),
                row(
                        "one that was only checked has stopped",
                        List.of(checkedOnly("a")),
                        cancelled("a", ONE),
                        "stopped a"),
                row(
                        "another request under the id of the active one is put aside",
                        List.of(validated("a")),
                        validatedOtherwise("a"),
                        "put aside a"),
                row(
                        "or of one that waits",
                        List.of(validated("a"), validated("b")),
                        validatedOtherwise("b"),
                        "put aside b"),
                row(
                        "or of one that has ended",
                        List.of(validated("a"), ended("a")),
                        validatedOtherwise("a"),
                        "put aside a"),
                row(
                        "or of one that was only checked",
                        List.of(checkedOnly("a")),
                        validatedOtherwise("a"),
                        "put aside a"),
                row(
                        "or of one that was cancelled while it waited",
                        List.of(validated("a"), validated("b"), cancelled("b", ONE)),
                        validatedOtherwise("b"),
                        "put aside b"),
                row("or of one whose end came first", List.of(ended("a")), validatedOtherwise("a"), "put aside a"),
                row(
                        "the end of another request does not free the server",
                        List.of(validated("a"), validated("b")),
                        endedOtherwise("a"),
                        "put aside a"),
                row("nor is its silence answered", List.of(validated("a")), stalledOtherwise("a"), "put aside a"),
                row(
                        "what was put aside changes nothing",
                        List.of(validated("a"), validated("b"), validatedOtherwise("a"), endedOtherwise("a")),
                        ended("a"),
                        "submit b 1"),
                row("a stalled one is handed out again", List.of(validated("a")), stalled("a", 7), "submit a 2"),
                row("once for each silence", List.of(validated("a"), stalled("a", 7)), stalled("a", 7)),
                row("and again for the next", List.of(validated("a"), stalled("a", 7)), stalled("a", 9), "submit a 3"),
                row("a waiting one may be silent", List.of(validated("a"), validated("b")), stalled("b", 3)),
                row("an unknown one, too", List.of(), stalled("a", 3)),
                row("an ended one, too", List.of(validated("a"), ended("a")), stalled("a", 3)));
    }

    private static Arguments row(String name, List<AdmissionFact> before, AdmissionFact fact, String... orders) {
        return Arguments.of(name, before, fact, List.of(orders));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dramas")
    void admission(String name, List<AdmissionFact> before, AdmissionFact fact, List<String> orders) {
        var drama = begin().then(before.toArray(AdmissionFact[]::new));

        assertThat(drama.then(fact).ordered()).isEqualTo(orders);
    }

    @Test
    void what_is_said_of_a_migration_carries_the_hash_of_its_request_where_it_is_known() {
        var stopped = begin().then(validated("a"), validated("b")).then(cancelled("b", ONE));
        var unheardOf = begin().then(cancelled("a", ONE));

        assertThat(stopped.orders())
                .singleElement()
                .isInstanceOfSatisfying(
                        ConfirmStopped.class,
                        order -> assertThat(order.requestHash()).contains(AdmissionScript.HASH));
        assertThat(unheardOf.orders())
                .singleElement()
                .isInstanceOfSatisfying(
                        ConfirmStopped.class,
                        order -> assertThat(order.requestHash()).isEmpty());
    }

    @Test
    void an_executor_that_this_installation_has_not_is_refused_with_the_ones_it_has() {
        var fact = new Validated(
                request("a", MigrationOption.MIGRATE, ExecutorKind.AZURE),
                true,
                AdmissionScript.accepted(NOON),
                Optional.of("00-trace"));

        var after = begin().then(fact);

        assertThat(after.orders()).singleElement().isInstanceOfSatisfying(Refuse.class, refuse -> {
            assertThat(refuse.id()).isEqualTo(id("a"));
            assertThat(refuse.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED);
            assertThat(refuse.failure().message()).contains("azure");
            assertThat(refuse.failure().remedy()).contains("workers");
            assertThat(refuse.traceparent()).contains("00-trace");
        });
        assertThat(after.queue().active()).isEmpty();
    }

    @Test
    void only_the_latest_thousand_are_remembered() {
        var drama = begin();
        for (var i = 0; i <= TargetQueue.MOST_MEMORIES; i++) {
            drama = drama.then(ended("m" + i));
        }

        assertThat(drama.queue().memories()).hasSize(TargetQueue.MOST_MEMORIES);
        assertThat(drama.queue().memoryOf(id("m0"))).isEmpty();
        assertThat(drama.queue().memoryOf(id("m1"))).isPresent();
    }

    @Test
    void the_limit_of_the_queue_has_bounds() {
        assertThatThrownBy(() -> new Admission(0, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pgconvoy.admission.queue-limit must be between 1 and 1000");
    }
}
