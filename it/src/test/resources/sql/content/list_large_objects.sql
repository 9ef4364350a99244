SELECT concat_ws(' ', m.oid, md5(pg_catalog.lo_get(m.oid)), pg_catalog.pg_get_userbyid(m.lomowner), m.lomacl::text,
    pg_catalog.obj_description(m.oid, 'pg_largeobject'))
FROM pg_catalog.pg_largeobject_metadata AS m
ORDER BY m.oid
