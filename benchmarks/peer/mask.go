package main

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

// mask contains the top-level fields of City that an update sets.
type mask struct {
	fields []protoreflect.FieldDescriptor
	// The same fields as bits at their field numbers.
	bits int64
}

// newMask returns the fields named by `paths`: all fields for `*`, or the fields of `wanted` with a value if there are
// no paths. It returns an error for an unknown path.
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
			return made, invalid("update_mask: the peer does not serve the path %q", path)
		}
		add(field)
	}
	return made, nil
}

// apply copies the fields of the mask from `wanted` to a city. The two messages then share the values of these
// fields.
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
