#!/bin/bash
# Health check without a client program: is the service ready?
exec 3<>"/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT}" || exit 1
printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3
read -r -t 5 status <&3
[[ $status == *" 200 "* ]]
