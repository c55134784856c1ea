#!/bin/sh
# Brings Temporal's two databases to the schema of this server release; runs before each of its starts.
# The address, user and password come from SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

schema=/etc/temporal/schema/postgresql/v12

for pair in temporal:temporal temporal_visibility:visibility; do
    database=${pair%%:*}
    folder=${pair##*:}
    # Sets a version only where the database has none yet.
    temporal-sql-tool --plugin postgres12 --database "$database" setup-schema --version 0.0
    temporal-sql-tool --plugin postgres12 --database "$database" update-schema \
        --schema-dir "$schema/$folder/versioned"
done
