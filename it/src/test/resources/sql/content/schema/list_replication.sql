-- A subscription that was not enabled on the source and one that was must both be asleep on the target.
SELECT concat_ws(' ', 'publication', p.pubname, pg_catalog.pg_get_userbyid(p.pubowner), p.puballtables, p.pubinsert, p.pubupdate,
    p.pubdelete, p.pubtruncate, p.pubviaroot)
FROM pg_catalog.pg_publication AS p
UNION ALL
SELECT concat_ws(' ', 'published', t.pubname, t.schemaname, t.tablename, t.attnames::text, t.rowfilter)
FROM pg_catalog.pg_publication_tables AS t
UNION ALL
SELECT concat_ws(' ', 'published schema', p.pubname, n.pnnspid::pg_catalog.regnamespace)
FROM pg_catalog.pg_publication_namespace AS n
    JOIN pg_catalog.pg_publication AS p ON p.oid = n.pnpubid
UNION ALL
SELECT concat_ws(' ', 'subscription', s.subname, pg_catalog.pg_get_userbyid(s.subowner), s.subenabled, s.subconninfo, s.subslotname,
    s.subbinary, s.subsynccommit, s.subtwophasestate, s.subdisableonerr, s.subpublications::text)
FROM pg_catalog.pg_subscription AS s
WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
