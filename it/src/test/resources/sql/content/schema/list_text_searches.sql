SELECT concat_ws(' ', 'configuration', c.oid::pg_catalog.regconfig, pg_catalog.pg_get_userbyid(c.cfgowner), p.prsname,
    (SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapdict::pg_catalog.regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
     FROM pg_catalog.pg_ts_config_map AS m WHERE m.mapcfg = c.oid))
FROM pg_catalog.pg_ts_config AS c
    JOIN pg_catalog.pg_ts_parser AS p ON p.oid = c.cfgparser
WHERE c.oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'dictionary', d.oid::pg_catalog.regdictionary, pg_catalog.pg_get_userbyid(d.dictowner), t.tmplname, d.dictinitoption)
FROM pg_catalog.pg_ts_dict AS d
    JOIN pg_catalog.pg_ts_template AS t ON t.oid = d.dicttemplate
WHERE d.oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'parser', prsname, prsstart, prstoken, prsend, prsheadline, prslextype) FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
UNION ALL
SELECT concat_ws(' ', 'template', tmplname, tmplinit, tmpllexize) FROM pg_catalog.pg_ts_template WHERE oid >= 16384
