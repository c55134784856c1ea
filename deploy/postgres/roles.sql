-- Runs once, in the empty cluster of compose.yaml: Lipei's three roles and its database, Temporal's role
-- and its two databases. A variable that is not set stays as written and stops the script.
\getenv owner_password LIPEI_POSTGRES_OWNER_PASSWORD
\getenv activities_password LIPEI_POSTGRES_ACTIVITIES_PASSWORD
\getenv web_password LIPEI_POSTGRES_WEB_PASSWORD
\getenv temporal_password TEMPORAL_POSTGRES_PASSWORD

create role lipei_owner login password :'owner_password';
create role lipei_activities login password :'activities_password';
create role lipei_web login password :'web_password';
create database lipei owner lipei_owner;
revoke connect, temporary on database lipei from public;
grant connect on database lipei to lipei_activities, lipei_web;

create role temporal login password :'temporal_password';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect, temporary on database temporal, temporal_visibility from public;
