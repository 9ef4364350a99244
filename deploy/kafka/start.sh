#!/bin/sh
# Formats the storage on the first start and runs the broker.
set -eu
tool() { java -cp '/kafka/lib/*' kafka.tools.StorageTool "$@"; }
if [ ! -e /data/log/meta.properties ]; then
  tool format --standalone -t "$(tool random-uuid 2>/dev/null | tail -n 1)" -c /kafka/server.properties
fi
exec java -XX:MaxRAMPercentage=60 -cp '/kafka/lib/*' kafka.Kafka /kafka/server.properties
