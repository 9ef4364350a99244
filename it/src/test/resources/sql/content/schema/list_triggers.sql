SELECT concat_ws(' ', pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
FROM pg_catalog.pg_trigger AS t
WHERE NOT t.tgisinternal
UNION ALL
SELECT concat_ws(' ', e.evtname, e.evtevent, e.evtenabled, e.evttags::text, e.evtfoid::pg_catalog.regprocedure)
FROM pg_catalog.pg_event_trigger AS e
