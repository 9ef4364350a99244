-- One table, wide rows of every costly kind. psql -v scale=1 makes about 1 GB.
CREATE TABLE consignment (
    id bigint NOT NULL,
    created timestamptz NOT NULL,
    customer integer NOT NULL,
    title text NOT NULL,
    body text,
    amount numeric(18, 4) NOT NULL,
    rate numeric,
    details jsonb,
    seal bytea
);
INSERT INTO consignment
SELECT
    i,
    timestamptz '2020-01-01 00:00:00+00' + i * interval '37 seconds',
    (i * 7919) % 50021,
    'Consignment ' || i || ' ' || md5(i::text),
    CASE WHEN i % 10 > 0 THEN md5((i * 3)::text) || ' to ' || md5((i * 5)::text) || ' by ' || md5((i * 7)::text) END,
    (i % 1000003) * 1.0371,
    i / 7.0,
    jsonb_build_object('port', i % 97, 'marks', jsonb_build_array(md5((i * 11)::text), i % 13), 'weight', i * 0.25, 'fragile', i % 3 = 0),
    sha256(int8send(i)) || sha256(int8send(i * 13)) || sha256(int8send(i * 17))
FROM generate_series(1, (2000000 * :scale)::bigint) AS i;
ALTER TABLE consignment ADD PRIMARY KEY (id);
CREATE INDEX consignment_customer_created ON consignment (customer, created);
CREATE INDEX consignment_title ON consignment (title);
