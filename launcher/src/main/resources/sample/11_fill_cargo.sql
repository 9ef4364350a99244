INSERT INTO shipping.customer (id, parent_id, name, tags, contacts, credit_limit, since, logo) OVERRIDING SYSTEM VALUE
SELECT
    n,
    CASE WHEN n % 10 > 3 THEN n - n % 10 + 1 END,
    (ARRAY['Kaffee & Söhne', 'O''Brien Timber', 'Łódź Textiles', 'Sakura 貿易', 'Back\slash Tools'])[1 + n % 5] || ' no. ' || n,
    ARRAY(SELECT 'tag ' || pg_temp.pick(n, tag, 40) FROM generate_series(1, n % 4) AS tag),
    jsonb_build_array(jsonb_build_object('name', 'Contact ' || n, 'mail', 'c' || n || '@customers.example', 'vip', n % 7 = 0)),
    1000 * pg_temp.pick(n, 5, 5000),
    date '1998-02-28' + (n % 9000)::int,
    CASE WHEN n % 40 = 0 THEN pg_temp.noise(n, 24) END
FROM generate_series(1, pg_temp.scaled(15000)) AS n;

INSERT INTO shipping.container (code, feet, reefer, tare_kg, door_code, last_inspected)
SELECT
    serial || shipping.check_digit(serial),
    (ARRAY[20, 40, 45])[1 + n % 3],
    n % 10 = 0,
    2200 + pg_temp.pick(n, 6, 18000) / 10.0,
    md5(serial)::uuid,
    CASE WHEN n % 11 > 0 THEN timestamp '2021-06-01' + n * interval '17 minutes' ELSE '-infinity' END
FROM (
    SELECT n, 'HLCU' || lpad(n::text, 6, '0') AS serial FROM generate_series(1, pg_temp.scaled(30000)) AS n
) AS numbered;

INSERT INTO shipping.booking (id, reference, customer_id, voyage_id, status, booked_at, delivery, cargo, hazards,
    weight_kg, rate, remarks) OVERRIDING SYSTEM VALUE
SELECT
    n,
    md5('booking ' || n)::uuid,
    1 + pg_temp.pick(n, 7, customers),
    1 + pg_temp.pick(n, 8, 4000),
    (enum_range(NULL::shipping.booking_status))[1 + pg_temp.pick(n, 9, 5)],
    booked_at,
    tstzrange(booked_at + interval '20 days', CASE WHEN n % 6 > 0 THEN booked_at + interval '34 days' END, '[)'),
    jsonb_build_object(
        'commodity', (ARRAY['coffee', 'tyres', 'Möbel', 'rice', 'machine parts', '茶'])[1 + n % 6],
        'packages', 1 + n % 400,
        'origin', jsonb_build_object('lot', md5(n::text), 'harvested', n % 6 = 0)),
    CASE WHEN n % 20 = 0 THEN (enum_range(NULL::shipping.hazard))[1 + n % 5:2 + n % 5] ELSE '{}' END,
    1000 + pg_temp.pick(n, 10, 24000000) / 1000.0,
    20 + pg_temp.pick(n, 11, 1800000) / 10000.0,
    CASE n % 25 WHEN 0 THEN E'first line\nsecond\tline \\.' WHEN 1 THEN '' WHEN 2 THEN '\N' WHEN 3 THEN 'Achtung: Glas' END
FROM (
    SELECT n, '2021-12-01 00:00:00+00'::timestamptz + n * (interval '1000 days' / pg_temp.scaled(160000)) AS booked_at,
        pg_temp.scaled(15000) AS customers
    FROM generate_series(1, pg_temp.scaled(160000)) AS n
) AS numbered;

-- Containers by number, for this session only.
CREATE TEMPORARY TABLE box AS
SELECT substr(code, 5, 6)::bigint AS n, code, count(*) OVER () AS boxes FROM shipping.container;
ANALYZE box;

-- One container for each booking, and a second for every third.
INSERT INTO shipping.booking_container (booking_id, container_code, seal, verified_gross_mass_kg)
SELECT booking, code, upper(substr(md5(booking || code), 1, 10)), CASE WHEN booking % 9 > 0 THEN (booking % 24000) * 1.1 END
FROM (
    SELECT booking, (booking * 7 + second * 13) % pg_temp.scaled(30000) + 1 AS n
    FROM generate_series(1, pg_temp.scaled(160000)) AS booking, generate_series(0, 1) AS second
    WHERE second = 0 OR (booking % 3 = 0 AND pg_temp.scaled(30000) > 13)
) AS loaded
JOIN box USING (n)
ORDER BY booking, code;

SELECT setval('shipping.customer_id_seq', pg_temp.scaled(15000)), setval('shipping.booking_id_seq', pg_temp.scaled(160000));
