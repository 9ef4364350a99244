-- User mappings whose options this user does not see, if they have any: pg_dump writes them without. A server shows
-- them to superusers, to the mapped role where it may use the foreign server, and those for PUBLIC to its owner.
SELECT m.srvname,
       CASE m.umuser WHEN 0 THEN '' ELSE m.usename END AS mapped
FROM pg_catalog.pg_user_mappings AS m
JOIN pg_catalog.pg_foreign_server AS s ON s.oid = m.srvid
JOIN pg_catalog.pg_roles AS me ON me.rolname = current_user
WHERE NOT me.rolsuper
  AND m.umoptions IS NULL
  AND NOT CASE m.umuser
              WHEN 0 THEN pg_catalog.pg_has_role(s.srvowner, 'USAGE')
              ELSE m.usename = current_user
                   AND (pg_catalog.pg_has_role(s.srvowner, 'USAGE') OR pg_catalog.has_server_privilege(s.oid, 'USAGE'))
          END
ORDER BY 1, 2
