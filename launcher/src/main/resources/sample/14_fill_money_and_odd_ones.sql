INSERT INTO billing.invoice (number, customer_id, booking_id, currency, net, vat, issued_on, due_on, recorded_at)
SELECT
    nextval('billing.invoice_number_seq'),
    booking.customer_id,
    booking.id,
    (ARRAY['EUR', 'USD', 'SGD'])[1 + booking.id % 3],
    CASE WHEN booking.id % 1000 = 0 THEN -booking.freight ELSE booking.freight END,
    (ARRAY[0, 0.07, 0.19])[1 + booking.id % 3],
    booking.booked_at::date,
    CASE WHEN booking.id % 8 > 0 THEN booking.booked_at::date + 30 ELSE 'infinity' END,
    booking.booked_at + interval '7 hours 3.000001 seconds'
FROM (SELECT * FROM shipping.booking WHERE id % 2 = 0 ORDER BY id) AS booking;

INSERT INTO billing.invoice_line (invoice_number, line, text, quantity, unit_price)
SELECT
    number,
    line,
    (ARRAY['Ocean freight', 'Bunker surcharge', 'Terminal handling'])[line] || ' ' || label,
    (1 + number % 40) / 8.0,
    net / 3
FROM billing.invoice, generate_series(1, 3) AS line;

INSERT INTO billing.dispute (invoice_number, opened_by, reason, secret_note)
SELECT number, 'clerk_' || number % 12, 'Container ' || number % 900 || ' was wet', CASE WHEN number % 2 = 0 THEN 'they always say so' END
FROM billing.invoice
WHERE number % 200 = 0;

INSERT INTO billing.quote_cache (fingerprint, quote)
SELECT decode(md5(n::text), 'hex'), jsonb_build_object('rate', n / 7.0, 'currency', NULL)
FROM generate_series(1, 2000) AS n;

INSERT INTO ops.incident (id, happened_on, what, severity)
SELECT n, date '2022-01-01' + n, 'Lashing no. ' || n || ' came loose', 1 + n % 3 FROM generate_series(1, 300) AS n;
INSERT INTO ops.customs_incident (id, happened_on, what, severity, authority, fine)
SELECT n, date '2022-01-01' + n, 'Seal no. ' || n || ' was broken', 2, 'Zollamt', (n * 12.5)::numeric::money
FROM generate_series(301, 400) AS n;

INSERT INTO ops.radio_log (heard_at, channel, words)
SELECT
    CASE WHEN n % 900 > 0 THEN '2024-06-01 00:00:00+00'::timestamptz + n / 3 * interval '41 seconds' ELSE '-infinity' END,
    CASE WHEN n % 17 > 0 THEN 12 + n / 3 % 3 END,
    CASE WHEN n % 17 > 0 THEN 'All ships, all ships: ' || n / 3 END
FROM generate_series(1, pg_temp.scaled(30000)) AS n;

INSERT INTO ops.tide DEFAULT VALUES;
INSERT INTO ops.tide DEFAULT VALUES;
INSERT INTO ops.tide DEFAULT VALUES;

INSERT INTO "Customer Care"."Anna's ""Night"" Book" ("größe 📦", "Caller's Name", "order")
SELECT
    CASE WHEN n % 10 = 0 THEN 'NaN' ELSE n * 1e-30::numeric END,
    CASE WHEN n % 3 = 0 THEN E'Zoë "Zo" O\'Hara\r\n' ELSE 'Лев ' || n END,
    CASE WHEN n % 2 = 0 THEN ARRAY[[n, 1], [2, NULL]] ELSE '[0:1]={7,8}'::integer[] END
FROM generate_series(1, 2000) AS n;
