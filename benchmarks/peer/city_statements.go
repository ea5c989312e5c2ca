package main

import "time"

// Each change is one statement, which writes the row, the rows that the city is found by, and the history.

const selectCity = "SELECT name, data, revision, create_time, update_time FROM cities WHERE name = $1"

// The columns of a city that a change sets, and their parameters. The name is $1.
const (
	cityColumns = "update_time, fields, data, display_key, country, region, kind, level, population, " +
		"place_x, place_y, place_z, found_by"
	cityValues = "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14"
)

// values returns the name and the arguments for cityValues.
func (row *cityRow) values(name string, at time.Time) []any {
	return []any{name, at, row.fields, row.data, row.displayKey, row.country, row.region, row.kind, row.level,
		row.population, row.x, row.y, row.z, row.foundBy}
}

const createCity = `
WITH changed AS (
  INSERT INTO cities (name, revision, create_time, ` + cityColumns + `)
  VALUES ($1, nextval('revision'), $2, ` + cityValues + `) RETURNING id, revision
), ` + addedRows + `,
logged AS (
  INSERT INTO history (revision, time, method, resource, data)
  SELECT revision, $2, 'CreateCity', $1, $4 FROM changed
)
SELECT revision FROM changed`

// Inserts a city's new rows of names, external ids and references. Spellings are written in sorted order, so that
// concurrent changes can't deadlock.
const addedRows = `
spelt AS (
  INSERT INTO spellings (key) SELECT key FROM changed, unnest($15::text[]) key ORDER BY key ON CONFLICT DO NOTHING
), named AS (
  INSERT INTO city_names (key, text, city)
  SELECT n.key, n.text, changed.id FROM changed, unnest($15::text[], $16::text[]) n(key, text)
  ON CONFLICT (key, city) DO UPDATE SET text = excluded.text
), identified AS (
  INSERT INTO city_external_ids (scheme, value, city)
  SELECT i.scheme, i.value, changed.id FROM changed, unnest($17::text[], $18::text[]) i(scheme, value)
), referring AS (
  INSERT INTO city_references (target, path, city)
  SELECT r.target, r.path, changed.id FROM changed, unnest($19::text[], $20::text[]) r(target, path)
)`

// added returns the arguments for addedRows of a new city.
func (row *cityRow) added() []any {
	return row.addedTo(&cityRow{})
}

// addedTo returns the arguments for addedRows: the rows that `old` lacks.
func (row *cityRow) addedTo(old *cityRow) []any {
	names, ids := row.names.without(old.names), row.ids.without(old.ids)
	references := row.references.without(old.references)
	return []any{names.first, names.second, ids.first, ids.second, references.first, references.second}
}

// The usual update. It sets every field that the city has ($15 has a bit for each field that it sets), its etag is
// current or absent ($16), and it doesn't change the city's found_by.
const updateCity = `
WITH changed AS (
  UPDATE cities SET (revision, ` + cityColumns + `) = (nextval('revision'), ` + cityValues + `)
  WHERE name = $1 AND deleted = 0 AND fields & ~$15::bigint = 0 AND $16::bigint IN (0, revision) AND found_by = $14
  RETURNING revision, create_time
), logged AS (
  INSERT INTO history (revision, time, method, resource, data)
  SELECT revision, $2, 'UpdateCity', $1, $4 FROM changed
)
SELECT revision, create_time FROM changed`

// Any other update, of a city that was read at revision $21.
const replaceCity = `
WITH changed AS (
  UPDATE cities SET (revision, ` + cityColumns + `) = (nextval('revision'), ` + cityValues + `)
  WHERE name = $1 AND deleted = 0 AND revision = $21 RETURNING id, revision, create_time
), unnamed AS (
  DELETE FROM city_names n USING changed, unnest($22::text[]) gone(key)
  WHERE n.key = gone.key AND n.city = changed.id
), unidentified AS (
  DELETE FROM city_external_ids i USING changed, unnest($23::text[], $24::text[]) gone(scheme, value)
  WHERE i.scheme = gone.scheme AND i.value = gone.value AND i.city = changed.id
), unreferring AS (
  DELETE FROM city_references r USING changed, unnest($25::text[], $26::text[]) gone(target, path)
  WHERE r.target = gone.target AND r.path = gone.path AND r.city = changed.id
), ` + addedRows + `,
logged AS (
  INSERT INTO history (revision, time, method, resource, data)
  SELECT revision, $2, 'UpdateCity', $1, $4 FROM changed
)
SELECT revision, create_time FROM changed`

// goneFrom returns the arguments $22 to $26 of replaceCity: the rows of `old` to remove.
func (row *cityRow) goneFrom(old *cityRow) []any {
	names := old.names.firsts().without(row.names.firsts())
	ids, references := old.ids.without(row.ids), old.references.without(row.references)
	return []any{names.first, ids.first, ids.second, references.first, references.second}
}
