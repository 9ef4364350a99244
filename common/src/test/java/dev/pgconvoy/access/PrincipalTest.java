package dev.pgconvoy.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class PrincipalTest {

    @Test
    void workers_have_records_handed_out_and_nobody_else_has() {
        assertThat(AccessMatrix.worker().shareGroups()).containsExactly("pgconvoy-conductors", "pgconvoy-copiers");
        assertThat(List.of(AccessMatrix.preflight(), AccessMatrix.submitter(), AccessMatrix.monitor()))
                .allSatisfy(service -> assertThat(service.shareGroups()).isEmpty());
    }

    @Test
    void a_share_group_is_known_by_its_kind_and_not_by_what_is_done_to_it() {
        var grants = List.of(
                Grant.of(Resource.shareGroup("sharers"), "", Operation.READ),
                Grant.of(Resource.group("readers"), "", Operation.READ, Operation.ALTER_CONFIGS),
                Grant.of(Resource.topic("letters"), "", Operation.READ, Operation.ALTER_CONFIGS));

        var service = new Principal("service", "", grants);

        assertThat(service.shareGroups()).isEqualTo(Set.of("sharers"));
        assertThat(service.bindings().getFirst().pattern().resourceType()).isEqualTo(ResourceType.GROUP);
    }
}
