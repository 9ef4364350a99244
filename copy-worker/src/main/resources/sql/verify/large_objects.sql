-- Number, size and order-free checksum of all large objects, read in pieces of 1 MiB.
SELECT count(DISTINCT piece.oid),
       coalesce(sum(octet_length(piece.data)), 0),
       coalesce(sum(('x' || pg_catalog.substr(pg_catalog.md5(
           piece.oid::text || ':' || piece.start::text || ':' || pg_catalog.encode(piece.data, 'hex')), 1, 15))::bit(60)::bigint), 0)::text
FROM (
    SELECT m.oid, s.start, pg_catalog.lo_get(m.oid, s.start, 1048576) AS data
    FROM pg_catalog.pg_largeobject_metadata AS m
    CROSS JOIN LATERAL pg_catalog.generate_series(
        0::bigint,
        (SELECT coalesce(max(pageno), 0) FROM pg_catalog.pg_largeobject WHERE loid = m.oid)::bigint * 2048,
        1048576) AS s (start)
) AS piece
