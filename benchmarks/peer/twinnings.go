package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	registryv1 "jumelage/benchmarks/peer/gen/registryv1"
	typev1 "jumelage/benchmarks/peer/gen/typev1"
)

// Resources per page by default, and at most.
const (
	defaultPage = 50
	maxPage     = 1000
)

// twinningService serves twinnings from the database.
type twinningService struct {
	registryv1.UnimplementedTwinningServiceServer
	pool *pgxpool.Pool
}

const listTwinnings = `
SELECT name, data, revision, create_time, update_time, (SELECT last_value FROM revision)
FROM twinnings WHERE deleted = 0 AND name > $1 ORDER BY name LIMIT $2`

const createTwinning = `
WITH changed AS (
  INSERT INTO twinnings (name, revision, create_time, update_time, data, kind, state, established, relation_since,
                         live_pair, since)
  VALUES ($1, nextval('revision'), $2, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id, revision
), referring AS (
  INSERT INTO twinning_references (target, path, twinning)
  SELECT DISTINCT r.target, r.path, changed.id FROM changed, unnest($10::text[], $11::text[]) r(target, path)
), about AS (
  INSERT INTO twinning_themes (theme, twinning)
  SELECT DISTINCT theme, changed.id FROM changed, unnest($12::integer[]) theme
), logged AS (
  INSERT INTO history (revision, time, method, resource, data)
  SELECT revision, $2, 'CreateTwinning', $1, $3 FROM changed
)
SELECT revision FROM changed`

// The state of a twinning after a step of its ledger.
var stateAfter = map[registryv1.LedgerEntry_Step]registryv1.Twinning_State{
	registryv1.LedgerEntry_STEP_SIGN:         registryv1.Twinning_STATE_ACTIVE,
	registryv1.LedgerEntry_STEP_MARK_DORMANT: registryv1.Twinning_STATE_DORMANT,
	registryv1.LedgerEntry_STEP_SUSPEND:      registryv1.Twinning_STATE_SUSPENDED,
	registryv1.LedgerEntry_STEP_REACTIVATE:   registryv1.Twinning_STATE_ACTIVE,
	registryv1.LedgerEntry_STEP_END:          registryv1.Twinning_STATE_ENDED,
}

// pageSize returns how many resources a page has.
func pageSize(asked int32) (int, error) {
	if asked < 0 {
		return 0, invalid("page_size is negative")
	}
	if asked == 0 {
		return defaultPage, nil
	}
	return min(int(asked), maxPage), nil
}

func (s *twinningService) ListTwinnings(
	ctx context.Context, request *registryv1.ListTwinningsRequest,
) (*registryv1.ListTwinningsResponse, error) {
	if err := refuse(unserved{"filter", request.GetFilter() != ""}, unserved{"order_by", request.GetOrderBy() != ""},
		unserved{"show_deleted", request.GetShowDeleted()}, unserved{"day", request.GetDay() != nil},
		unserved{"read_mask", len(request.GetReadMask().GetPaths()) > 0},
		unserved{"read_revision", request.GetReadRevision() != 0}); err != nil {
		return nil, err
	}
	size, err := pageSize(request.GetPageSize())
	if err != nil {
		return nil, err
	}
	after, err := base64.RawURLEncoding.DecodeString(request.GetPageToken())
	if err != nil {
		return nil, invalid("page_token is not from this list")
	}
	rows, err := s.pool.Query(ctx, listTwinnings, string(after), size+1)
	if err != nil {
		return nil, fromDatabase(ctx, err, "page")
	}
	response := &registryv1.ListTwinningsResponse{Twinnings: make([]*registryv1.Twinning, 0, size)}
	var last string
	for rows.Next() {
		if len(response.Twinnings) == size {
			response.NextPageToken = base64.RawURLEncoding.EncodeToString([]byte(last))
			break
		}
		twinning, err := scanTwinning(rows, &response.Revision)
		if err != nil {
			return nil, fromDatabase(ctx, err, "page")
		}
		last = twinning.GetName()
		response.Twinnings = append(response.Twinnings, twinning)
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return nil, fromDatabase(ctx, err, "page")
	}
	return response, nil
}

// scanTwinning returns the twinning in a row of a list, and sets `last` to the revision of the last change.
func scanTwinning(row pgx.Row, last *int64) (*registryv1.Twinning, error) {
	twinning := &registryv1.Twinning{}
	var name string
	var data []byte
	var at record
	if err := row.Scan(&name, &data, &at.revision, &at.createTime, &at.updateTime, last); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(data, twinning); err != nil {
		return nil, err
	}
	setTwinningRecord(twinning, name, at)
	return twinning, nil
}

func setTwinningRecord(twinning *registryv1.Twinning, name string, at record) {
	twinning.Name, twinning.Revision, twinning.Etag = name, at.revision, etag(at.revision)
	twinning.CreateTime, twinning.UpdateTime = timestamppb.New(at.createTime), timestamppb.New(at.updateTime)
}

func (s *twinningService) CreateTwinning(
	ctx context.Context, request *registryv1.CreateTwinningRequest,
) (*registryv1.Twinning, error) {
	if err := refuse(unserved{"request_id", request.GetRequestId() != ""},
		unserved{"validate_only", request.GetValidateOnly()}); err != nil {
		return nil, err
	}
	twinning, name := request.GetTwinning(), "twinnings/"+request.GetTwinningId()
	if !idForm.MatchString(request.GetTwinningId()) {
		return nil, invalid("twinning_id is needed here, of the form %s", idForm)
	}
	if len(twinning.GetSides()) != 2 {
		return nil, invalid("twinning.sides must be two")
	}
	at := record{createTime: now()}
	at.updateTime = at.createTime
	arguments, err := twinningValues(twinning, name, at.createTime)
	if err != nil {
		return nil, err
	}
	if err := s.pool.QueryRow(ctx, createTwinning, arguments...).Scan(&at.revision); err != nil {
		return nil, fromDatabase(ctx, err, name)
	}
	setTwinningRecord(twinning, name, at)
	return twinning, nil
}

// twinningValues returns the arguments of createTwinning. It first replaces the values of all fields that only the
// server sets. It returns an error for a step that the peer does not serve.
func twinningValues(twinning *registryv1.Twinning, name string, at time.Time) ([]any, error) {
	twinning.Name, twinning.Etag, twinning.Revision, twinning.Redirects = "", "", 0, nil
	twinning.CreateTime, twinning.UpdateTime, twinning.DeleteTime = nil, nil, nil
	twinning.State = registryv1.Twinning_STATE_PROPOSED
	for i, entry := range twinning.GetLedger() {
		state, known := stateAfter[entry.GetStep()]
		if !known {
			return nil, invalid("the peer does not serve the step %v", entry.GetStep())
		}
		entry.EntryId, entry.StateAfter, twinning.State = strconv.Itoa(i+1), state, state
		entry.RecordTime = timestamppb.New(at)
	}
	data, err := proto.Marshal(twinning)
	if err != nil {
		return nil, invalid("twinning: %v", err)
	}
	references := pairs{}
	for _, side := range twinning.GetSides() {
		references.add(side.GetCity(), "sides.city")
	}
	for _, of := range twinning.GetOrganizations() {
		references.add(of.GetOrganization(), "organizations.organization")
	}
	for _, agreement := range twinning.GetAgreements() {
		references.add(agreement, "agreements")
	}
	if twinning.GetCharter() != "" {
		references.add(twinning.GetCharter(), "charter")
	}
	themes := make([]int32, 0, len(twinning.GetThemes()))
	for _, theme := range twinning.GetThemes() {
		themes = append(themes, int32(theme))
	}
	return []any{name, at, data, int32(twinning.GetKind()), int32(twinning.GetState()),
		dateKey(twinning.GetEstablished()), dateKey(twinning.GetRelationSince()), livePair(twinning),
		dateKey(twinning.GetEstablished()), references.first, references.second, themes}, nil
}

// livePair returns the same key for all twinnings of the same kind between the same two cities, and "" for a
// twinning that has ended.
func livePair(twinning *registryv1.Twinning) string {
	if twinning.GetState() == registryv1.Twinning_STATE_ENDED {
		return ""
	}
	one, other := twinning.GetSides()[0].GetCity(), twinning.GetSides()[1].GetCity()
	return fmt.Sprintf("%d %s %s", twinning.GetKind(), min(one, other), max(one, other))
}

// dateKey returns a sort key: dates are ordered by their earliest possible day, and absent dates come last.
func dateKey(date *typev1.UncertainDate) string {
	if date == nil {
		return "~"
	}
	day := date.GetEarliest()
	return fmt.Sprintf("%04d%02d%02d%d", day.GetYear(), day.GetMonth(), day.GetDay(), date.GetPrecision())
}
