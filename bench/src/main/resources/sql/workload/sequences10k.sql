-- Many sequences, each somewhere else. psql -v scale=1 makes 10,000.
SELECT (10000 * :scale)::integer AS sequences \gset
SELECT format('CREATE SEQUENCE number_%s START %s', s, s) FROM generate_series(1, :sequences) AS s \gexec
SELECT count(nextval(format('number_%s', s))) FROM generate_series(1, :sequences) AS s;
