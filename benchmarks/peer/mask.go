package main

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

// mask is what an update sets: top-level fields of City.
type mask struct {
	fields []protoreflect.FieldDescriptor
	// The same as bits, at the fields' numbers.
	bits int64
}

// newMask gives the fields that `paths` name: all for `*`, those that have a value for none.
func newMask(wanted *registryv1.City, paths []string) (mask, error) {
	var made mask
	add := func(field protoreflect.FieldDescriptor) {
		made.fields = append(made.fields, field)
		made.bits |= 1 << field.Number()
	}
	fields := wanted.ProtoReflect().Descriptor().Fields()
	if len(paths) == 0 {
		wanted.ProtoReflect().Range(func(field protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
			add(field)
			return true
		})
	}
	for _, path := range paths {
		if path == "*" {
			for i := 0; i < fields.Len(); i++ {
				add(fields.Get(i))
			}
			continue
		}
		field := fields.ByName(protoreflect.Name(path))
		if field == nil {
			return made, invalid("update_mask: the peer serves no path %q", path)
		}
		add(field)
	}
	return made, nil
}

// apply sets the fields in a city to what they are in `wanted`, which is only read and shares its values.
func (m mask) apply(wanted, city *registryv1.City) {
	from, to := wanted.ProtoReflect(), city.ProtoReflect()
	for _, field := range m.fields {
		if from.Has(field) {
			to.Set(field, from.Get(field))
		} else {
			to.Clear(field)
		}
	}
}
