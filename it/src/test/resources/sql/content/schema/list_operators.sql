-- Those of extensions change from version to version.
SELECT concat_ws(' ', 'operator', o.oid::pg_catalog.regoperator, o.oprkind, o.oprcanmerge, o.oprcanhash, o.oprcode,
    o.oprcom::pg_catalog.regoperator, o.oprnegate::pg_catalog.regoperator, o.oprrest, o.oprjoin, pg_catalog.pg_get_userbyid(o.oprowner))
FROM pg_catalog.pg_operator AS o
    JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = o.oid AND e.deptype = 'e')
UNION ALL
SELECT concat_ws(' ', 'operator class', c.opcname, a.amname, c.opcintype::pg_catalog.regtype, c.opcdefault, f.opfname,
    pg_catalog.pg_get_userbyid(c.opcowner))
FROM pg_catalog.pg_opclass AS c
    JOIN pg_catalog.pg_opfamily AS f ON f.oid = c.opcfamily
    JOIN pg_catalog.pg_am AS a ON a.oid = c.opcmethod
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = c.oid AND e.deptype = 'e')
UNION ALL
SELECT concat_ws(' ', 'operator family', f.opfname, a.amname,
    (SELECT string_agg(concat_ws(' ', m.amopstrategy, m.amopopr::pg_catalog.regoperator), ', ' ORDER BY m.amopstrategy,
         m.amopopr::pg_catalog.regoperator::text) FROM pg_catalog.pg_amop AS m WHERE m.amopfamily = f.oid),
    (SELECT string_agg(concat_ws(' ', p.amprocnum, p.amproc), ', ' ORDER BY p.amprocnum, p.amproc::text)
     FROM pg_catalog.pg_amproc AS p WHERE p.amprocfamily = f.oid))
FROM pg_catalog.pg_opfamily AS f
    JOIN pg_catalog.pg_am AS a ON a.oid = f.opfmethod
WHERE f.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = f.oid AND e.deptype = 'e')
UNION ALL
SELECT concat_ws(' ', 'cast', castsource::pg_catalog.regtype, casttarget::pg_catalog.regtype, castfunc::pg_catalog.regprocedure,
    castcontext, castmethod)
FROM pg_catalog.pg_cast AS c
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = c.oid AND e.deptype = 'e')
UNION ALL
SELECT concat_ws(' ', 'conversion', conname, pg_catalog.pg_encoding_to_char(conforencoding),
    pg_catalog.pg_encoding_to_char(contoencoding), conproc, condefault)
FROM pg_catalog.pg_conversion
WHERE oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'language', lanname, pg_catalog.pg_get_userbyid(lanowner), lanpltrusted, lanplcallfoid::pg_catalog.regprocedure,
    laninline::pg_catalog.regprocedure, lanvalidator::pg_catalog.regprocedure, lanacl::text)
FROM pg_catalog.pg_language
WHERE lanispl
UNION ALL
SELECT concat_ws(' ', 'aggregate', a.aggfnoid, a.aggkind, a.aggnumdirectargs, a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
    a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, a.aggfinalextra, a.aggfinalmodify,
    nullif(a.aggsortop, 0)::pg_catalog.regoperator, a.aggtranstype::pg_catalog.regtype, a.agginitval, a.aggmtranstype::pg_catalog.regtype)
FROM pg_catalog.pg_aggregate AS a
WHERE a.aggfnoid::oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = a.aggfnoid AND e.deptype = 'e')
UNION ALL
SELECT concat_ws(' ', 'base type', t.oid::pg_catalog.regtype, t.typlen, t.typbyval, t.typcategory, t.typdelim, t.typinput, t.typoutput,
    t.typreceive, t.typsend, t.typalign, t.typstorage, t.typdefault, t.typisdefined)
FROM pg_catalog.pg_type AS t
WHERE t.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e WHERE e.objid = t.oid AND e.deptype = 'e') AND t.typtype IN ('b', 'p', 'm') AND t.typcategory <> 'A'
