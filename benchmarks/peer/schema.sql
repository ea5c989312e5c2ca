-- The tables of the peer: the columns and indexes of the registry's view for cities and twinnings
-- (registry_service/storage/tables.cc), and the history. As in the registry, every index for a list contains the
-- name and `deleted`.

CREATE EXTENSION pg_trgm;

-- Orders all changes.
CREATE SEQUENCE revision;

-- Each change, written in its own transaction.
CREATE TABLE history (
  revision bigint PRIMARY KEY,
  time timestamptz NOT NULL,
  method text NOT NULL,
  resource text NOT NULL,
  data bytea NOT NULL
);

CREATE TABLE cities (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  revision bigint NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  population bigint NOT NULL,
  -- A bit for each field of City that has a value, at its field number.
  fields bigint NOT NULL,
  place_x double precision NOT NULL,
  place_y double precision NOT NULL,
  place_z double precision NOT NULL,
  kind integer NOT NULL,
  level integer NOT NULL,
  deleted smallint NOT NULL DEFAULT 0,
  name text NOT NULL,
  display_key text NOT NULL,
  country text NOT NULL,
  region text NOT NULL,
  -- The content of the city's rows in city_names, city_external_ids and city_references.
  found_by text[] NOT NULL,
  -- The City without the fields that are in columns: its name, etag, revision and times.
  data bytea NOT NULL
);
CREATE UNIQUE INDEX cities_name ON cities (name) INCLUDE (deleted);
CREATE INDEX cities_display_key ON cities (display_key, name, deleted);
CREATE INDEX cities_country ON cities (country, name, deleted);
CREATE INDEX cities_population ON cities (population, name, deleted);
CREATE INDEX cities_place_z ON cities (place_z, name, deleted);
CREATE INDEX cities_create_time ON cities (create_time, name, deleted);
CREATE INDEX cities_update_time ON cities (update_time, name, deleted);

-- Each folded name once, even if many cities have it. Only this table has an index of trigrams. A name stays here
-- after its last city loses it.
CREATE TABLE spellings (
  key text PRIMARY KEY
);
CREATE INDEX spellings_trigrams ON spellings USING gin (key gin_trgm_ops);

-- The names of cities, folded and as spelt.
CREATE TABLE city_names (
  key text NOT NULL,
  city bigint NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (key, city)
);

CREATE TABLE city_external_ids (
  scheme text NOT NULL,
  value text NOT NULL,
  city bigint NOT NULL,
  PRIMARY KEY (scheme, value)
);

CREATE TABLE city_references (
  target text NOT NULL,
  path text NOT NULL,
  city bigint NOT NULL,
  PRIMARY KEY (target, path, city)
);

CREATE TABLE twinnings (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  revision bigint NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  kind integer NOT NULL,
  state integer NOT NULL,
  disagreements integer NOT NULL DEFAULT 0,
  deleted smallint NOT NULL DEFAULT 0,
  name text NOT NULL,
  established text NOT NULL,
  relation_since text NOT NULL,
  live_pair text NOT NULL,
  since text NOT NULL,
  data bytea NOT NULL
);
CREATE UNIQUE INDEX twinnings_name ON twinnings (name) INCLUDE (deleted);
CREATE UNIQUE INDEX twinnings_live_pair ON twinnings (live_pair) WHERE live_pair <> '';
CREATE INDEX twinnings_established ON twinnings (established, name, deleted);
CREATE INDEX twinnings_relation_since ON twinnings (relation_since, name, deleted);
CREATE INDEX twinnings_create_time ON twinnings (create_time, name, deleted);
CREATE INDEX twinnings_update_time ON twinnings (update_time, name, deleted);
CREATE INDEX twinnings_disagreements ON twinnings (disagreements, name, deleted);
CREATE INDEX twinnings_since ON twinnings (since, deleted, state, kind, name);

CREATE TABLE twinning_references (
  target text NOT NULL,
  path text NOT NULL,
  twinning bigint NOT NULL,
  PRIMARY KEY (target, path, twinning)
);

CREATE TABLE twinning_themes (
  theme integer NOT NULL,
  twinning bigint NOT NULL,
  PRIMARY KEY (theme, twinning)
);
