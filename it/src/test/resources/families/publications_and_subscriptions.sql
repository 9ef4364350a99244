-- Publications as they are; subscriptions must not begin to receive.
CREATE TABLE published (id int PRIMARY KEY, secret text, public text);
INSERT INTO published SELECT i, 's', 'p' FROM generate_series(1, 10) AS i;
CREATE SCHEMA news;
CREATE TABLE news.item (id int PRIMARY KEY);
CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (1) TO (100);
INSERT INTO parted VALUES (1);
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION nothing WITH (publish = '');
CREATE PUBLICATION "some; --" FOR TABLE published (id, public) WHERE (id > 5), TABLE news.item WITH (publish = 'insert, update');
CREATE PUBLICATION of_schema FOR TABLES IN SCHEMA news;
CREATE PUBLICATION by_root FOR TABLE parted WITH (publish_via_partition_root = true);
ALTER PUBLICATION nothing OWNER TO fam_superuser;
COMMENT ON PUBLICATION everything IS 'all of it';
CREATE SUBSCRIPTION hears CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere' PUBLICATION a, b
    WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION "with; slot" CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere password=hidden' PUBLICATION "some; --"
    WITH (connect = false, slot_name = 'a_slot', binary = true, streaming = true, synchronous_commit = 'remote_apply',
          disable_on_error = true);
COMMENT ON SUBSCRIPTION hears IS 'deaf';
