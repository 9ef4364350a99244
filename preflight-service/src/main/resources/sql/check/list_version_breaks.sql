-- Objects of users that a newer major version refuses: the rule, the first version that refuses, the object. What a
-- server of that version or newer cannot have any more is not found there. Members of extensions are the extensions'.
-- Views are looked at as they are stored: printing their definitions would lock all that they read.
WITH members AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), views AS (
    SELECT c.oid, c.oid::pg_catalog.regclass::text AS name, r.ev_action::text AS tree
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_rewrite AS r ON r.ev_class = c.oid AND r.rulename = '_RETURN'
    WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384
      AND NOT EXISTS (
          SELECT FROM members AS m WHERE m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = c.oid)
), columns AS (
    SELECT pg_catalog.format('column %s.%I', c.oid::pg_catalog.regclass, a.attname) AS object,
           coalesce(nullif(t.typbasetype, 0), nullif(t.typelem, 0), t.oid)::int8 AS type
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped
      AND NOT EXISTS (
          SELECT FROM members AS m WHERE m.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objid = c.oid)
), routines AS (
    SELECT p.oid::pg_catalog.regprocedure::text AS name, p.prorettype::int8 AS result,
           p.proargtypes::oid[] || p.prorettype AS types
    FROM pg_catalog.pg_proc AS p
    WHERE p.oid >= 16384
      AND NOT EXISTS (
          SELECT FROM members AS m WHERE m.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND m.objid = p.oid)
), operators AS (
    SELECT o.*, o.oid::pg_catalog.regoperator::text AS name
    FROM pg_catalog.pg_operator AS o
    WHERE o.oid >= 16384
      AND NOT EXISTS (
          SELECT FROM members AS m WHERE m.classid = 'pg_catalog.pg_operator'::pg_catalog.regclass AND m.objid = o.oid)
), array_functions AS (
    SELECT p.oid FROM pg_catalog.pg_proc AS p
    WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace AND p.proname IN (
        'array_append', 'array_cat', 'array_prepend', 'array_position', 'array_positions', 'array_remove',
        'array_replace', 'width_bucket')
), removed_names (since, pattern) AS (
    VALUES (10, 'pg_xlog\w*|pg_\w+_xlog\w*'), (11, 'proisagg|proiswindow|relhaspkey'),
           (12, 'adsrc|consrc|relhasoids|protransform'),
           (15, 'datlastsysoid|pg_start_backup|pg_stop_backup|pg_is_in_backup|pg_backup_start_time'),
           (17, 'checkpoints_timed|checkpoints_req|buffers_backend|buffers_backend_fsync')
), removed_parts AS (
    SELECT r.since, pg_catalog.format(':funcid %s ', p.oid) AS part
    FROM removed_names AS r
    JOIN pg_catalog.pg_proc AS p ON p.proname ~ ('^(' || r.pattern || ')$')
    WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
    UNION ALL
    SELECT r.since, pg_catalog.format(':resorigtbl %s :resorigcol %s ', a.attrelid, a.attnum)
    FROM removed_names AS r
    JOIN pg_catalog.pg_attribute AS a ON a.attname ~ ('^(' || r.pattern || ')$')
    WHERE a.attrelid < 16384 AND a.attnum > 0
)
SELECT 'postfix-operator' AS rule, 14 AS since, 'operator ' || name AS object FROM operators WHERE oprkind = 'r'
UNION ALL
SELECT 'polymorphic-array', 14, 'operator ' || name FROM operators
WHERE oprcode::oid IN (SELECT oid FROM array_functions) AND (oprleft IN (2277, 2283) OR oprright IN (2277, 2283))
UNION ALL
SELECT 'polymorphic-array', 14, 'aggregate ' || a.aggfnoid::pg_catalog.regprocedure FROM pg_catalog.pg_aggregate AS a
WHERE a.aggfnoid::oid >= 16384 AND a.aggtranstype IN (2277, 2283)
  AND (a.aggtransfn::oid IN (SELECT oid FROM array_functions) OR a.aggfinalfn::oid IN (SELECT oid FROM array_functions))
UNION ALL
SELECT 'removed-type', 12, object FROM columns WHERE type IN (702, 703, 704)
UNION ALL
SELECT 'removed-type', 12, 'function ' || name FROM routines
WHERE types && ARRAY[702, 703, 704, 1023, 1024, 1025]::oid[]
UNION ALL
SELECT 'opaque', 13, 'function ' || name FROM routines WHERE types && ARRAY[2282]::oid[]
UNION ALL
SELECT 'unknown-column', 10, object FROM columns WHERE type = 705
UNION ALL
SELECT 'system-row', pg_catalog.current_setting('server_version_num')::int / 10000 + 1, object FROM columns
WHERE type IN (SELECT oid::int8 FROM pg_catalog.pg_type WHERE typtype = 'c' AND oid < 16384)
UNION ALL
SELECT 'conversion', 14, pg_catalog.format('conversion %I.%I', n.nspname, c.conname)
FROM pg_catalog.pg_conversion AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
JOIN pg_catalog.pg_proc AS p ON p.oid = c.conproc::oid
WHERE c.oid >= 16384 AND p.oid >= 16384 AND p.prorettype = 2278
UNION ALL
SELECT 'factorial', 14, 'view ' || name FROM views WHERE tree ~ ':opno (388|389) '
UNION ALL
SELECT 'removed-name', since, 'view ' || name FROM views
JOIN removed_parts ON pg_catalog.strpos(tree, part) > 0
