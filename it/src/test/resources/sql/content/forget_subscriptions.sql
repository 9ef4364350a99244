SELECT format(E'ALTER SUBSCRIPTION %1$I DISABLE\nALTER SUBSCRIPTION %1$I SET (slot_name = NONE)\nDROP SUBSCRIPTION %1$I', subname)
FROM pg_catalog.pg_subscription
WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
