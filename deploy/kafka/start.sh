#!/bin/sh
# Formats the storage on the first start and runs the broker.
set -eu
if [ ! -e /data/log/meta.properties ]; then
  # A cluster id is 16 random bytes in base64; one without signs is never taken for an option.
  id=$(head -c 16 /dev/urandom | base64 | tr '+/' 'Aa' | tr -d '=')
  java -XX:TieredStopAtLevel=1 -cp '/kafka/lib/*' kafka.tools.StorageTool format --standalone -t "$id" -c /kafka/server.properties
fi
exec java -XX:MaxRAMPercentage=60 -cp '/kafka/lib/*' kafka.Kafka /kafka/server.properties
