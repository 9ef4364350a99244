-- Four fact tables with five foreign keys each, to dimensions of very different sizes; indexes only on the keys.
-- psql -v scale=1 makes 5 million facts.
SELECT (1250000 * :scale)::bigint AS facts, greatest(1, (100000 * :scale)::bigint) AS ships, greatest(1, (1000000 * :scale)::bigint) AS parcels \gset
CREATE TABLE kind (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE country (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE harbour (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE ship (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE parcel (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO kind SELECT i, md5(i::text) FROM generate_series(1, 10) AS i;
INSERT INTO country SELECT i, md5(i::text) FROM generate_series(1, 1000) AS i;
INSERT INTO harbour SELECT i, md5(i::text) FROM generate_series(1, 10000) AS i;
INSERT INTO ship SELECT i, md5(i::text) FROM generate_series(1, :ships) AS i;
INSERT INTO parcel SELECT i, md5(i::text) FROM generate_series(1, :parcels) AS i;
SELECT format(
    'CREATE TABLE %I (id bigint NOT NULL, kind integer NOT NULL, country integer NOT NULL, harbour integer NOT NULL, ship integer NOT NULL, parcel integer NOT NULL, amount numeric(12, 2) NOT NULL)',
    fact)
FROM unnest(ARRAY['loading', 'passage', 'unloading', 'invoice']) AS fact \gexec
SELECT format(
    'INSERT INTO %I SELECT i, 1 + i %% 10, 1 + (i * 31) %% 1000, 1 + (i * 37) %% 10000, 1 + (i * 41) %% %s, 1 + (i * 43) %% %s, (i %% 99991) * 0.25 FROM generate_series(1, %s) AS i',
    fact, :ships, :parcels, :facts)
FROM unnest(ARRAY['loading', 'passage', 'unloading', 'invoice']) AS fact \gexec
SELECT format('ALTER TABLE %I ADD PRIMARY KEY (id)', fact)
FROM unnest(ARRAY['loading', 'passage', 'unloading', 'invoice']) AS fact \gexec
SELECT format('ALTER TABLE %1$I ADD CONSTRAINT %1$s_%2$s FOREIGN KEY (%2$s) REFERENCES %2$I', fact, dimension)
FROM unnest(ARRAY['loading', 'passage', 'unloading', 'invoice']) AS fact, unnest(ARRAY['kind', 'country', 'harbour', 'ship', 'parcel']) AS dimension \gexec
