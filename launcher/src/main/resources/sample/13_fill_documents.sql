INSERT INTO shipping.document (booking_id, title, body, thumbnail)
SELECT
    1 + pg_temp.pick(n, 14, pg_temp.scaled(160000)),
    (ARRAY['Bill of lading', 'Packing list', 'Certificate of origin', 'Frachtbrief'])[1 + n % 4] || ' ' || n,
    (
        SELECT string_agg(words[1 + pg_temp.pick(n, place, 12)], ' ' ORDER BY place)
        FROM generate_series(1, 120 + n % 200) AS place
    ),
    pg_temp.noise(n, 40 + (n % 300)::int)
FROM
    generate_series(1, pg_temp.scaled(3000)) AS n,
    (SELECT ARRAY['shipped', 'on', 'board', 'in', 'apparent', 'good', 'order', 'freight', 'prepaid', 'weight', 'größe', '茶'] AS words) AS vocabulary
ORDER BY n;

-- Sixty large objects: an empty one, one with zero bytes only, the others up to half a megabyte of noise.
SELECT lo_from_bytea((500000 + n)::oid, CASE n WHEN 1 THEN '\x' WHEN 2 THEN decode(repeat('00', 300000), 'hex')
    ELSE decode(repeat(encode(pg_temp.noise(n, 64), 'hex'), (n * n / 8)::int), 'hex') END)
FROM generate_series(1, 60) AS n;

UPDATE shipping.document SET scan = (500000 + id)::oid WHERE id <= 60;

-- COMMENT and GRANT take no parameters.
DO $$
DECLARE
    object oid;
BEGIN
    FOR object IN SELECT oid FROM pg_largeobject_metadata WHERE oid BETWEEN 500001 AND 500060 LOOP
        EXECUTE format('COMMENT ON LARGE OBJECT %s IS %L', object, 'Scan no. ' || object::int8 - 500000 || ', the clerk''s copy');
        IF object::int8 % 5 = 0 THEN
            EXECUTE format('GRANT SELECT ON LARGE OBJECT %s TO PUBLIC', object);
        END IF;
    END LOOP;
END
$$;
