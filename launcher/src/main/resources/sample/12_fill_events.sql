-- Three years of events; those that have not happened yet are at infinity.
INSERT INTO shipping.tracking_event (id, occurred_at, kind, container_code, port_code, position, reported_by, payload)
SELECT
    numbered.n,
    CASE WHEN numbered.n % 5000 = 0 THEN 'infinity'
        WHEN numbered.n % 7001 = 0 THEN '0044-03-15 12:00:00+00 BC'
        ELSE '2022-01-01 00:00:00+00'::timestamptz + numbered.n * (interval '1095 days' / pg_temp.scaled(420000)) END,
    (enum_range(NULL::shipping.event_kind))[1 + pg_temp.pick(numbered.n, 12, 6)],
    code,
    CASE WHEN numbered.n % 4 > 0 THEN codes[1 + numbered.n % 12] END,
    CASE WHEN numbered.n % 4 = 0 THEN point(numbered.n % 36000 / 100.0 - 180, numbered.n % 12000 / 100.0 - 60) END,
    ('10.' || numbered.n % 250 || '.' || numbered.n % 199 || '.7/24')::inet,
    CASE WHEN numbered.n % 3 = 0 THEN jsonb_build_object('crane', numbered.n % 40, 'note', md5(numbered.n::text)) ELSE '{}' END
FROM (
    SELECT n, 1 + pg_temp.pick(n, 13, pg_temp.scaled(30000)) AS box FROM generate_series(1, pg_temp.scaled(420000)) AS n
) AS numbered
JOIN box ON box.n = numbered.box
CROSS JOIN (SELECT array_agg(port.code::text ORDER BY port.code) AS codes FROM geo.port) AS ports;

INSERT INTO shipping.sensor_reading (container_code, measured_at, temperature_c, humidity, battery_v, frame)
SELECT
    code,
    timestamp '2024-02-01' + tick * interval '30 minutes',
    (-25 + pg_temp.pick(n, tick, 1000) / 100.0)::real,
    CASE pg_temp.pick(tick, n, 300) WHEN 0 THEN 'NaN'::float8 WHEN 1 THEN '-Infinity'::float8 WHEN 2 THEN NULL
        ELSE pg_temp.pick(tick, n, 100000) / 1000.0 END,
    CASE WHEN (n + tick) % 97 = 0 THEN 'NaN' ELSE 11 + (tick % 200) / 100.0 END,
    decode(lpad(to_hex(n * 1000 + tick), 16, '0'), 'hex')
FROM box, generate_series(1, 140) AS tick
WHERE n % 10 = 0;
