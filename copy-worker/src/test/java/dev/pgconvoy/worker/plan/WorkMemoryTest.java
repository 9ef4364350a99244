package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkMemoryTest {

    private static final long GIB = 1L << 30;

    @Test
    void sorts_and_joins_stay_in_the_cache_while_what_they_set_aside_stays_in_memory() {
        assertThat(WorkMemory.toSort(GIB, false, "CREATE INDEX i ON t (a)"))
                .isEqualTo("SET LOCAL maintenance_work_mem = '64MB';\nCREATE INDEX i ON t (a)");
        assertThat(WorkMemory.toJoin(GIB, "ALTER TABLE t VALIDATE CONSTRAINT c"))
                .isEqualTo("SET LOCAL maintenance_work_mem = '4MB';\nALTER TABLE t VALIDATE CONSTRAINT c");
    }

    @Test
    void builds_side_by_side_are_one_process_each_as_long_as_that_takes_little_time() {
        assertThat(WorkMemory.toSort(GIB, true, "CREATE INDEX i ON t (a)"))
                .isEqualTo("SET LOCAL maintenance_work_mem = '8MB';\nCREATE INDEX i ON t (a)");
        assertThat(WorkMemory.toSort(4 * GIB, true, "CREATE INDEX i ON t (a)"))
                .isEqualTo("SET LOCAL maintenance_work_mem = '64MB';\nCREATE INDEX i ON t (a)");
    }

    @Test
    void a_huge_table_has_what_the_session_has() {
        assertThat(WorkMemory.toSort(100 * GIB, true, "CREATE INDEX i ON t (a)"))
                .isEqualTo("CREATE INDEX i ON t (a)");
        assertThat(WorkMemory.toJoin(100 * GIB, "ALTER TABLE t VALIDATE CONSTRAINT c"))
                .isEqualTo("ALTER TABLE t VALIDATE CONSTRAINT c");
    }
}
