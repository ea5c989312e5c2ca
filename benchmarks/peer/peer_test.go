package main

import (
	"testing"

	"google.golang.org/protobuf/proto"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
	typev1 "jumelage/benchmarks/peer/gen/typev1"
)

func belfort() *registryv1.City {
	return &registryv1.City{
		DisplayName: "Belfort",
		Country:     "FR",
		Parent:      "cities/alsace",
		Names:       []*registryv1.CityName{{Text: "BELFORT"}, {Text: "Beffert"}},
		ExternalIds: []*typev1.ExternalId{{Scheme: "wikidata", Value: "Q171545"}},
	}
}

func TestNamesFoldWithoutCaseAndAccents(t *testing.T) {
	for name, folded := range map[string]string{
		"Delémont": "delemont", "Saint-Étienne": "saint etienne", "  Ra'anana ": "ra anana", "Пловдив": "пловдив", "!": "",
	} {
		if got := fold(name); got != folded {
			t.Errorf("fold(%q) = %q, not %q", name, got, folded)
		}
	}
}

func TestACityIsFoundByItsNamesIdsAndReferences(t *testing.T) {
	row, err := newCityRow(belfort())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"belfort\tBelfort", "beffert\tBeffert", "", "wikidata\tQ171545", "", "cities/alsace\tparent", ""}
	if len(row.foundBy) != len(want) {
		t.Fatalf("found by %q", row.foundBy)
	}
	for i := range want {
		if row.foundBy[i] != want[i] {
			t.Errorf("found by %q, not %q", row.foundBy[i], want[i])
		}
	}
}

func TestOnlyChangedRowsAreAddedAndRemoved(t *testing.T) {
	old, err := newCityRow(belfort())
	if err != nil {
		t.Fatal(err)
	}
	city := belfort()
	city.Names[1].Text = "Bêford"
	row, err := newCityRow(city)
	if err != nil {
		t.Fatal(err)
	}
	added := row.addedTo(old)
	if names := added[0].([]string); len(names) != 1 || names[0] != "beford" {
		t.Errorf("added %q", names)
	}
	gone := row.goneFrom(old)
	if names := gone[0].([]string); len(names) != 1 || names[0] != "beffert" {
		t.Errorf("removed %q", names)
	}
	if ids := append(added[2].([]string), gone[1].([]string)...); len(ids) != 0 {
		t.Errorf("external ids changed: %q", ids)
	}
}

func TestAnUpdateSetsTheFieldsInTheMask(t *testing.T) {
	for _, one := range []struct {
		paths   []string
		country string
		names   int
	}{{nil, "DE", 2}, {[]string{"country", "names"}, "DE", 0}, {[]string{"names"}, "FR", 0}, {[]string{"*"}, "DE", 0}} {
		wanted := &registryv1.City{DisplayName: "Belfort", Country: "DE"}
		mask, err := newMask(wanted, one.paths)
		if err != nil {
			t.Fatal(err)
		}
		city := belfort()
		mask.apply(wanted, city)
		if city.GetCountry() != one.country || len(city.GetNames()) != one.names {
			t.Errorf("mask %q: %v", one.paths, city)
		}
	}
	if _, err := newMask(belfort(), []string{"location.latitude"}); err == nil {
		t.Error("a path that the peer does not serve is accepted")
	}
}

func TestStoredBytesLackTheFieldsInColumns(t *testing.T) {
	city := belfort()
	city.Name, city.Etag, city.Revision = "cities/belfort", etag(7), 7
	row, err := newCityRow(city)
	if err != nil {
		t.Fatal(err)
	}
	stored := &registryv1.City{}
	if err := proto.Unmarshal(row.data, stored); err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(stored, belfort()) {
		t.Errorf("stored as %v", stored)
	}
}
