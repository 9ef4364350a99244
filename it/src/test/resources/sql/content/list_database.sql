SELECT 'owner ' || datdba::regrole FROM pg_database WHERE datname = current_database()
UNION ALL SELECT 'limit ' || datconnlimit FROM pg_database WHERE datname = current_database()
UNION ALL SELECT 'locale ' || datcollate || ' ' || datctype || ' ' || datlocprovider::text || ' ' || pg_encoding_to_char(encoding)
          FROM pg_database WHERE datname = current_database()
UNION ALL SELECT 'comment ' || shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()
-- Without any grants the default ones hold. The owner, who has a line of his own, is called that in them: with another
-- owner they are the same grants.
UNION ALL SELECT 'grant ' || CASE WHEN right(one, length(me) + 1) = '/' || me THEN left(one, -length(me)) || '(owner)' ELSE one END
          FROM (SELECT me, CASE WHEN left(a::text, length(me) + 1) = me || '=' THEN '(owner)' || substr(a::text, length(me) + 1)
                                ELSE a::text END AS one
                FROM pg_database
                CROSS JOIN LATERAL (SELECT makeaclitem(datdba, datdba, 'CONNECT', false)::text AS own) AS item
                CROSS JOIN LATERAL (SELECT left(own, (length(own) - 3) / 2) AS me) AS owner
                CROSS JOIN LATERAL unnest(coalesce(datacl, acldefault('d', datdba))) AS a
                WHERE datname = current_database()) AS grants
UNION ALL SELECT 'setting ' || setrole::regrole || ' ' || array_remove(setconfig, 'default_transaction_read_only=on')::text FROM pg_db_role_setting
          WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY 1
