-- The locks that these sessions wait for, with whoever holds them or waits ahead. A prepared transaction has no session.
-- Sessions of ours are not named: what they wait for is told instead.
SELECT waiting.datname, waiting.application_name, lock.locktype, lock.mode, lock.relation::int8 AS relation,
       coalesce(holder.pid, 0) AS holder_pid,
       coalesce(holder.usename, to_jsonb(holder) ->> 'backend_type', 'unknown') AS holder_user,
       coalesce(holder.application_name, '') AS holder_application, holder.xact_start AS holder_since,
       prepared.gid, prepared.owner AS gid_owner, prepared.prepared AS gid_since
FROM pg_catalog.pg_stat_activity AS waiting
JOIN pg_catalog.pg_locks AS lock ON lock.pid = waiting.pid AND NOT lock.granted
CROSS JOIN LATERAL (
    SELECT DISTINCT blockers.pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids(waiting.pid)) AS blockers (pid)
) AS blocking
LEFT JOIN pg_catalog.pg_stat_activity AS holder ON holder.pid = blocking.pid
LEFT JOIN pg_catalog.pg_locks AS held
       ON blocking.pid = 0 AND held.pid IS NULL AND held.granted
      AND (held.locktype, held.database, held.relation, held.page, held.tuple, held.transactionid, held.objid)
          IS NOT DISTINCT FROM
          (lock.locktype, lock.database, lock.relation, lock.page, lock.tuple, lock.transactionid, lock.objid)
LEFT JOIN pg_catalog.pg_locks AS own
       ON own.virtualtransaction = held.virtualtransaction AND own.pid IS NULL AND own.locktype = 'transactionid' AND own.granted
LEFT JOIN pg_catalog.pg_prepared_xacts AS prepared ON prepared.transaction = own.transactionid
WHERE waiting.pid = ANY (?)
  AND (holder.pid IS NOT NULL OR prepared.gid IS NOT NULL)
  AND NOT (coalesce(holder.application_name, '') LIKE 'pgconvoy %' AND holder.usename = session_user)
ORDER BY waiting.pid, holder.xact_start
