package main

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
)

// How many times to try an update of a city that other calls keep changing.
const maxTries = 100

var idForm = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// cityService serves cities from the database.
type cityService struct {
	registryv1.UnimplementedCityServiceServer
	pool *pgxpool.Pool
}

// record contains the revision and the times of a resource, which are stored only in columns.
type record struct {
	revision   int64
	createTime time.Time
	updateTime time.Time
}

// now returns the time of a change, with the precision of the database.
func now() time.Time {
	return time.Now().Truncate(time.Microsecond)
}

func etag(revision int64) string {
	return `"` + strconv.FormatInt(revision, 10) + `"`
}

// revisionOf returns the revision in an etag, or 0 if the etag is empty. It treats an invalid etag as a stale one.
func revisionOf(etag string) (int64, error) {
	if etag == "" {
		return 0, nil
	}
	revision, err := strconv.ParseInt(strings.Trim(etag, `"`), 10, 64)
	if err != nil || revision <= 0 {
		return 0, staleEtag()
	}
	return revision, nil
}

func staleEtag() error {
	return status.Error(codes.Aborted, "the etag is not the current one")
}

// setRecord sets the fields of a city that are stored only in columns.
func setRecord(city *registryv1.City, name string, at record) {
	city.Name, city.Revision, city.Etag = name, at.revision, etag(at.revision)
	city.CreateTime, city.UpdateTime = timestamppb.New(at.createTime), timestamppb.New(at.updateTime)
}

// scanCity returns the city of a row with the columns of selectCity, and scans the columns after them into `more`.
func scanCity(row pgx.Row, more ...any) (*registryv1.City, error) {
	var name string
	var data []byte
	var at record
	if err := row.Scan(append([]any{&name, &data, &at.revision, &at.createTime, &at.updateTime}, more...)...); err != nil {
		return nil, err
	}
	city := &registryv1.City{}
	if err := proto.Unmarshal(data, city); err != nil {
		return nil, status.Errorf(codes.DataLoss, "%s cannot be read", name)
	}
	setRecord(city, name, at)
	return city, nil
}

func (s *cityService) GetCity(ctx context.Context, request *registryv1.GetCityRequest) (*registryv1.City, error) {
	if err := refuse(unserved{"read_mask", len(request.GetReadMask().GetPaths()) > 0},
		unserved{"read_revision", request.GetReadRevision() != 0}); err != nil {
		return nil, err
	}
	city, err := scanCity(s.pool.QueryRow(ctx, selectCity, request.GetName()))
	if err != nil {
		return nil, fromDatabase(ctx, err, request.GetName())
	}
	return city, nil
}

func (s *cityService) CreateCity(ctx context.Context, request *registryv1.CreateCityRequest) (*registryv1.City, error) {
	if err := refuse(unserved{"request_id", request.GetRequestId() != ""},
		unserved{"validate_only", request.GetValidateOnly()}); err != nil {
		return nil, err
	}
	if !idForm.MatchString(request.GetCityId()) {
		return nil, invalid("city_id is needed here, of the form %s", idForm)
	}
	city, name := request.GetCity(), "cities/"+request.GetCityId()
	row, err := newCityRow(city)
	if err != nil {
		return nil, err
	}
	var at record
	at.createTime = now()
	at.updateTime = at.createTime
	created := s.pool.QueryRow(ctx, createCity, append(row.values(name, at.updateTime), row.added()...)...)
	if err := created.Scan(&at.revision); err != nil {
		return nil, fromDatabase(ctx, err, name)
	}
	setRecord(city, name, at)
	return city, nil
}

func (s *cityService) UpdateCity(ctx context.Context, request *registryv1.UpdateCityRequest) (*registryv1.City, error) {
	if err := refuse(unserved{"request_id", request.GetRequestId() != ""},
		unserved{"validate_only", request.GetValidateOnly()}); err != nil {
		return nil, err
	}
	wanted, name := request.GetCity(), request.GetCity().GetName()
	known, err := revisionOf(wanted.GetEtag())
	if err != nil {
		return nil, err
	}
	forgetRecord(wanted)
	mask, err := newMask(wanted, request.GetUpdateMask().GetPaths())
	if err != nil {
		return nil, err
	}
	city, err := s.update(ctx, name, wanted, mask, known)
	for try := 1; errors.Is(err, pgx.ErrNoRows) && try < maxTries; try++ {
		city, err = s.replace(ctx, name, wanted, mask, known)
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, status.Errorf(codes.Aborted, "%s keeps changing", name)
	}
	if err != nil {
		return nil, fromDatabase(ctx, err, name)
	}
	return city, nil
}

// update makes the usual update (see updateCity). It returns pgx.ErrNoRows if that changes no row: if the update is not
// a usual one, the etag is stale or there is no such city.
func (s *cityService) update(
	ctx context.Context, name string, wanted *registryv1.City, mask mask, known int64,
) (*registryv1.City, error) {
	city := &registryv1.City{}
	mask.apply(wanted, city)
	row, err := newCityRow(city)
	if err != nil {
		// The update may be valid together with the city's other fields.
		return nil, pgx.ErrNoRows
	}
	at := record{updateTime: now()}
	changed := s.pool.QueryRow(ctx, updateCity, append(row.values(name, at.updateTime), mask.bits, known)...)
	if err := changed.Scan(&at.revision, &at.createTime); err != nil {
		return nil, err
	}
	setRecord(city, name, at)
	return city, nil
}

// replace reads a city, applies the mask and writes it. It returns pgx.ErrNoRows if the city changed in the
// meantime.
func (s *cityService) replace(
	ctx context.Context, name string, wanted *registryv1.City, mask mask, known int64,
) (*registryv1.City, error) {
	city, err := scanCity(s.pool.QueryRow(ctx, selectCity, name))
	if err != nil {
		return nil, fromDatabase(ctx, err, name)
	}
	if known != 0 && known != city.GetRevision() {
		return nil, staleEtag()
	}
	read := city.GetRevision()
	old, err := newCityRow(city)
	if err != nil {
		return nil, err
	}
	mask.apply(wanted, city)
	row, err := newCityRow(city)
	if err != nil {
		return nil, err
	}
	at := record{updateTime: now()}
	arguments := append(row.values(name, at.updateTime), row.addedTo(old)...)
	arguments = append(append(arguments, read), row.goneFrom(old)...)
	if err := s.pool.QueryRow(ctx, replaceCity, arguments...).Scan(&at.revision, &at.createTime); err != nil {
		return nil, err
	}
	setRecord(city, name, at)
	return city, nil
}
