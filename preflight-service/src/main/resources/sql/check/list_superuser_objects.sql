-- Objects that only superusers may create, without those of extensions. The copy leaves out those that no rows need, and
-- ends at the others: types, foreign-data wrappers, access methods, and what a table, an index, a constraint, a default, a
-- type or a policy calls.
WITH member AS (
    SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e'
), object AS (
    SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass AS class, oid FROM pg_catalog.pg_event_trigger
    UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid
    FROM pg_catalog.pg_proc AS p
    JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
    WHERE NOT l.lanpltrusted AND l.lanname <> 'sql' OR p.proleakproof
    UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid
    FROM pg_catalog.pg_type AS t
    WHERE t.typtype = 'b' AND t.typelem = 0 OR NOT t.typisdefined
    UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL
    SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid FROM pg_catalog.pg_opclass
    UNION ALL
    SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid FROM pg_catalog.pg_opfamily
    UNION ALL
    SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, oid FROM pg_catalog.pg_am
    UNION ALL
    SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_parser
    UNION ALL
    SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid FROM pg_catalog.pg_ts_template
)
SELECT pg_catalog.pg_describe_object(object.class, object.oid, 0) AS described,
       object.class IN ('pg_catalog.pg_type'::pg_catalog.regclass,
                        'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass,
                        'pg_catalog.pg_am'::pg_catalog.regclass)
           OR EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                      WHERE d.refclassid = object.class AND d.refobjid = object.oid AND d.deptype IN ('n', 'a')
                        AND d.classid IN ('pg_catalog.pg_class'::pg_catalog.regclass,
                                          'pg_catalog.pg_attrdef'::pg_catalog.regclass,
                                          'pg_catalog.pg_constraint'::pg_catalog.regclass,
                                          'pg_catalog.pg_type'::pg_catalog.regclass,
                                          'pg_catalog.pg_policy'::pg_catalog.regclass)) AS is_needed
FROM object
WHERE object.oid >= 16384
  AND NOT EXISTS (SELECT FROM member AS m WHERE m.classid = object.class AND m.objid = object.oid)
ORDER BY 1
