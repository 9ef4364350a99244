DROP TABLE IF EXISTS pg_temp.pgconvoy_large_object;
CREATE TEMPORARY TABLE pgconvoy_large_object (oid bigint, start bigint, data bytea) ON COMMIT DROP
