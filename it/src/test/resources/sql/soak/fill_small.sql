CREATE SEQUENCE ticket START 500;
CREATE TABLE customer (id int PRIMARY KEY, name text NOT NULL, since date DEFAULT '2020-01-01');
CREATE TABLE purchase (
    id bigserial PRIMARY KEY, customer int NOT NULL REFERENCES customer, amount numeric(12, 2) CHECK (amount >= 0));
CREATE TABLE note (id int, body text);
CREATE INDEX purchase_by_customer ON purchase (customer);
CREATE VIEW spent AS SELECT customer, sum(amount) AS amount FROM purchase GROUP BY customer;
CREATE FUNCTION next_ticket() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('ticket') $$;
INSERT INTO customer SELECT i, 'customer ' || i FROM generate_series(1, 200) i;
INSERT INTO purchase (customer, amount) SELECT 1 + i % 200, i * 1.25 FROM generate_series(1, 2000) i;
INSERT INTO note SELECT i, repeat(md5(i::text), 20) FROM generate_series(1, 300) i;
SELECT lo_from_bytea(0, 'large object');
