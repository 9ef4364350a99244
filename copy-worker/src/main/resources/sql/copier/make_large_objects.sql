SELECT count(pg_catalog.lo_from_bytea(oid::oid, data)) FROM pg_temp.pgconvoy_large_object WHERE start = 0;
SELECT pg_catalog.lo_put(oid::oid, start, data) FROM pg_temp.pgconvoy_large_object WHERE start > 0 ORDER BY oid, start
