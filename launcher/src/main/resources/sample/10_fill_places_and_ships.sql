INSERT INTO geo.port (code, name, position, founded, tidal_range_m, pilots) VALUES
    ('EGALY', 'Alexandria', '(29.88,31.19)', '0331-04-07 BC', 0.4, '{Nour,"El Din, Samir"}'),
    ('GRPIR', 'Πειραιάς', '(23.62,37.94)', '0493-01-01 BC', 0.2, '{}'),
    ('DEHAM', 'Hamburg', '(9.97,53.53)', '1189-05-07', 3.7, '{"Jürgen \"Jo\" Müller",NULL}'),
    ('NLRTM', 'Rotterdam', '(4.14,51.95)', '1340-06-07', 1.7, '{Anouk}'),
    ('SGSIN', 'Singapore', '(103.84,1.26)', '1819-02-06', 2.8, DEFAULT),
    ('USNYC', 'New York', '(-74.04,40.67)', '1624-01-01', 1.4, DEFAULT),
    ('BRSSZ', 'Santos', '(-46.30,-23.97)', '1546-01-26', 1.3, '{João}'),
    ('ZADUR', 'Durban', '(31.03,-29.87)', NULL, 1.8, DEFAULT),
    ('CNSHA', '上海', '(121.99,30.62)', NULL, DEFAULT, '{}'),
    ('JPYOK', '横浜', '(139.67,35.44)', '1859-06-02', 1.4, DEFAULT),
    ('AEJEA', 'جبل علي', '(55.03,25.01)', '1979-02-26', DEFAULT, DEFAULT),
    ('INNSA', 'Nhava Sheva', '(72.95,18.95)', '1989-05-26', 4.1, DEFAULT);
UPDATE geo.port SET closed = '2030-12-31' WHERE code = 'ZADUR';

INSERT INTO geo.berth (port_code, quay, size)
SELECT code, 'Q' || quay, row(250 + 15 * quay, 40 + quay, 11.5 + quay / 4.0)::geo.dimensions
FROM geo.port, generate_series(1, 10) AS quay
ORDER BY code, quay;

INSERT INTO shipping.vessel (imo, name, class, size, holds, may_carry, capacity_teu, sister_id, transponder, call_sign)
SELECT
    9000000 + n * 37,
    (ARRAY['Amber', 'Boreal', 'Coral', 'Dunlin', 'Ember', 'Fjord', 'Gannet', 'Heron'])[1 + n % 8]
        || ' ' || (ARRAY['Spirit', 'Venture', 'Star', 'Ærø', 'Horizon'])[1 + n % 5] || ' ' || n,
    (enum_range(NULL::shipping.vessel_class))[1 + n % 4],
    row(120 + 60 * (n % 4) + n % 7, 20 + 10 * (n % 4), 8 + 2 * (n % 4))::geo.dimensions,
    ARRAY(SELECT row(12, 10, hold)::geo.dimensions FROM generate_series(1, n % 3) AS hold),
    (enum_range(NULL::shipping.hazard))[1 + n % 6:1 + n % 6 + n % 3],
    800 + 2200 * (n % 4) + n,
    CASE WHEN n % 4 = 3 THEN n - 2 END,
    ('08:00:2b:01:02:' || lpad(to_hex(n % 256), 2, '0'))::macaddr,
    (n * 4099)::bit(24)::bit varying(24)
FROM generate_series(1, 240) AS n
ORDER BY n;

-- Four legs to a voyage, numbered so that each can be named before it exists.
BEGIN;
INSERT INTO shipping.voyage (id, vessel_id, first_leg_id, departs_at, arrives_at, crew) OVERRIDING SYSTEM VALUE
SELECT
    n,
    1 + pg_temp.pick(n, 1, 240),
    n * 4 - 3,
    '2022-01-03 06:00:00+00'::timestamptz + n * interval '6 hours 30 minutes',
    CASE WHEN n % 50 = 0 THEN 'infinity' ELSE '2022-01-24 06:00:00+00'::timestamptz + n * interval '6 hours 30 minutes' END,
    ARRAY[18 + n % 5, n % 3, NULL]::smallint[]
FROM generate_series(1, 4000) AS n;

WITH ports AS (SELECT array_agg(code::text ORDER BY code) AS codes FROM geo.port)
INSERT INTO shipping.leg (id, voyage_id, place, from_port, to_port, distance_nm, took) OVERRIDING SYSTEM VALUE
SELECT
    (voyage - 1) * 4 + place,
    voyage,
    place,
    codes[1 + (voyage + place) % 12],
    codes[1 + (voyage + place + 1) % 12],
    200 + pg_temp.pick(voyage, place, 900000) / 100.0,
    CASE WHEN voyage % 50 > 0 THEN make_interval(days => place, mins => voyage % 1440) END
FROM generate_series(1, 4000) AS voyage, generate_series(1, 4) AS place, ports
ORDER BY 1;
COMMIT;

SELECT setval('shipping.voyage_id_seq', 4000), setval('shipping.leg_id_seq', 16000);

INSERT INTO shipping.berth_stay (berth_id, vessel_id, stay)
SELECT
    berth.id,
    1 + pg_temp.pick(berth.id, visit, 240),
    tstzrange(
        '2022-01-01 00:00:00+00'::timestamptz + visit * interval '7 days' + (berth.id % 24) * interval '1 hour',
        CASE WHEN visit = 110 THEN 'infinity'
            ELSE '2022-01-03 12:00:00+00'::timestamptz + visit * interval '7 days' + (visit % 48) * interval '1 hour' END)
FROM geo.berth, generate_series(1, 110) AS visit;
