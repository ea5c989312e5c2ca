package main

import (
	"math"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

// cityRow is a city as stored in the tables.
type cityRow struct {
	fields     int64
	data       []byte
	displayKey string
	country    string
	region     string
	kind       int32
	level      int32
	population int64
	x, y, z    float64
	// Stored in other tables: names (folded and as spelt), external ids (scheme and value), and references (target and
	// path).
	names, ids, references pairs
	// The contents of these pairs as one list, to detect changes.
	foundBy []string
}

// pairs contains the two columns of rows in other tables that belong to a city.
type pairs struct {
	first, second []string
}

func (p *pairs) add(first, second string) {
	p.first = append(p.first, first)
	p.second = append(p.second, second)
}

// without returns the pairs that are not in `others`.
func (p pairs) without(others pairs) pairs {
	var left pairs
next:
	for i := range p.first {
		for j := range others.first {
			if p.first[i] == others.first[j] && p.second[i] == others.second[j] {
				continue next
			}
		}
		left.add(p.first[i], p.second[i])
	}
	return left
}

// firsts returns the pairs with their second elements replaced by empty strings.
func (p pairs) firsts() pairs {
	return pairs{first: p.first, second: make([]string, len(p.first))}
}

// fieldBits returns a bit, at its field number, for each field of a message that has a value.
func fieldBits(message proto.Message) int64 {
	var bits int64
	message.ProtoReflect().Range(func(field protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		bits |= 1 << field.Number()
		return true
	})
	return bits
}

// forgetRecord clears the fields of a city that only the server sets.
func forgetRecord(city *registryv1.City) {
	city.Name, city.Etag, city.Revision, city.MergedInto, city.Redirects = "", "", 0, "", nil
	city.CreateTime, city.UpdateTime, city.DeleteTime = nil, nil, nil
}

// newCityRow returns the row of a city, or an error if the city has no display name. It clears the fields of the city
// that only the server sets.
func newCityRow(city *registryv1.City) (*cityRow, error) {
	if city.GetDisplayName() == "" {
		return nil, invalid("city.display_name is required")
	}
	forgetRecord(city)
	data, err := proto.Marshal(city)
	if err != nil {
		return nil, invalid("city: %v", err)
	}
	row := &cityRow{
		fields:     fieldBits(city),
		data:       data,
		displayKey: fold(city.GetDisplayName()),
		country:    city.GetCountry(),
		region:     city.GetRegion(),
		kind:       int32(city.GetKind()),
		level:      int32(city.GetLevel()),
		population: -1,
		// The value for a city without a location.
		z: 9,
	}
	if populations := city.GetPopulations(); len(populations) > 0 {
		row.population = populations[0].GetValue()
	}
	if place := city.GetLocation(); place != nil {
		latitude, longitude := place.GetLatitude()*math.Pi/180, place.GetLongitude()*math.Pi/180
		row.x = math.Cos(latitude) * math.Cos(longitude)
		row.y = math.Cos(latitude) * math.Sin(longitude)
		row.z = math.Sin(latitude)
	}
	row.addNames(city)
	for _, id := range city.GetExternalIds() {
		row.ids.add(id.GetScheme(), id.GetValue())
	}
	row.addReferences(city)
	for _, of := range []pairs{row.names, row.ids, row.references} {
		for i := range of.first {
			row.foundBy = append(row.foundBy, of.first[i]+"\t"+of.second[i])
		}
		row.foundBy = append(row.foundBy, "")
	}
	return row, nil
}

// addNames adds each folded name once, with its first spelling.
func (row *cityRow) addNames(city *registryv1.City) {
	row.names.add(row.displayKey, city.GetDisplayName())
next:
	for _, name := range city.GetNames() {
		key := fold(name.GetText())
		for _, known := range row.names.first {
			if known == key {
				continue next
			}
		}
		row.names.add(key, name.GetText())
	}
}

// addReferences adds the records that the city refers to, with their paths, each pair once.
func (row *cityRow) addReferences(city *registryv1.City) {
	seen := map[[2]string]bool{}
	add := func(target, path string) {
		if target != "" && !seen[[2]string{target, path}] {
			seen[[2]string{target, path}] = true
			row.references.add(target, path)
		}
	}
	add(city.GetParent(), "parent")
	for _, distance := range city.GetDistances() {
		add(distance.GetPlace().GetCity(), "distances.place.city")
	}
	for _, distinction := range city.GetDistinctions() {
		add(distinction.GetOrganization(), "distinctions.organization")
	}
	for _, area := range city.GetAreas() {
		add(area.GetPlace().GetCity(), "areas.place.city")
	}
	for _, part := range city.GetParts() {
		add(part.GetPlace().GetCity(), "parts.place.city")
	}
}
