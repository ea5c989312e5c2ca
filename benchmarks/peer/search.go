package main

import (
	"context"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

// Selects the names of cities that match the query, with the cities: first equal names, then names that start
// with it, then similar names, the most similar first. The spellings are sorted by rank before the cities are read,
// so that no more cities are read than needed.
const searchCities = `
SELECT c.name, c.data, c.revision, c.create_time, c.update_time, n.text, (SELECT last_value FROM revision)
FROM (
  SELECT key, CASE WHEN key = $1 THEN 3 WHEN key ^@ $1 THEN 2 ELSE similarity(key, $1) END AS rank
  FROM spellings WHERE key % $1 OR key ^@ $1
  ORDER BY rank DESC
) s
JOIN city_names n ON n.key = s.key
JOIN cities c ON c.id = n.city
WHERE c.deleted = 0 AND ($2 = '' OR c.country = $2)
ORDER BY s.rank DESC, c.display_key, c.name
LIMIT $3`

// How many more names than cities are read for a page at first. If the page is not full because cities occur
// several times, the number of names is multiplied by namesAgain.
const (
	moreNames  = 16
	namesAgain = 8
)

func (s *cityService) SearchCities(
	ctx context.Context, request *registryv1.SearchCitiesRequest,
) (*registryv1.SearchCitiesResponse, error) {
	if err := refuse(unserved{"page_token", request.GetPageToken() != ""},
		unserved{"kinds", len(request.GetKinds()) > 0},
		unserved{"read_mask", len(request.GetReadMask().GetPaths()) > 0}); err != nil {
		return nil, err
	}
	size, err := pageSize(request.GetPageSize())
	if err != nil {
		return nil, err
	}
	query := fold(request.GetQuery())
	if query == "" {
		return nil, invalid("query has neither a letter nor a digit")
	}
	for limit := size + moreNames; ; limit *= namesAgain {
		response, names, err := s.search(ctx, query, request.GetCountry(), limit, size)
		if err != nil {
			return nil, fromDatabase(ctx, err, "page")
		}
		if len(response.GetResults()) == size || names < limit {
			return response, nil
		}
	}
}

// search returns the first `size` cities among the first `limit` names, and the number of names read.
func (s *cityService) search(
	ctx context.Context, query, country string, limit, size int,
) (*registryv1.SearchCitiesResponse, int, error) {
	rows, err := s.pool.Query(ctx, searchCities, query, country, limit)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	response := &registryv1.SearchCitiesResponse{}
	found := make(map[string]bool, size)
	names := 0
	for len(response.Results) < size && rows.Next() {
		names++
		result := &registryv1.CitySearchResult{}
		if result.City, err = scanCity(rows, &result.MatchedText, &response.Revision); err != nil {
			return nil, 0, err
		}
		if name := result.GetCity().GetName(); !found[name] {
			found[name] = true
			response.Results = append(response.Results, result)
		}
	}
	rows.Close()
	return response, names, rows.Err()
}
