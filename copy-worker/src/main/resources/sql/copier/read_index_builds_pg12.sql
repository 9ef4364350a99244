SELECT pid, phase,
       CASE WHEN tuples_total > 0 THEN least(100, 100 * tuples_done / tuples_total)
            WHEN blocks_total > 0 THEN least(100, 100 * blocks_done / blocks_total)
            WHEN lockers_total > 0 THEN least(100, 100 * lockers_done / lockers_total)
       END::int
FROM pg_catalog.pg_stat_progress_create_index
WHERE pid = ANY (?)
  AND phase IS NOT NULL
